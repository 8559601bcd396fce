import type { ChangeV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type BudgetMeter,
  type Collected,
  type Collector,
  type CollectorDescription,
  faultReason,
  type Health,
  healthOf,
} from '@opsrunbook/evidence';
import type { ChangeRecords } from './change-records.ts';
import { readFunctions } from './read-functions.ts';
import { readParameters } from './read-parameters.ts';
import { readStacks } from './read-stacks.ts';
import { readTrail } from './read-trail.ts';
import { openReading, SERVICES } from './reading.ts';
import { wantedChanges } from './wanted-changes.ts';

const NAME = 'changes';
type Name = typeof NAME;

/** Where this product keeps its own parameters: secrets, which no collector touches. */
const OWN_PARAMETERS = '/opsrunbook/';

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads: 'who changed what and when, from the start of the baseline on: API calls, deployments, versions, parameters',
  permissions: [
    { action: 'cloudtrail:LookupEvents', resource: '*', why: 'finds who called what; the API has no resource' },
    {
      action: 'cloudformation:DescribeStackEvents',
      resource: 'arn:aws:cloudformation:*:*:stack/*',
      why: 'tells what deployments did',
    },
    {
      action: 'lambda:ListVersionsByFunction',
      resource: 'arn:aws:lambda:*:*:function:*',
      why: 'tells when code and configuration changed',
    },
    { action: 'lambda:GetAlias', resource: 'arn:aws:lambda:*:*:function:*', why: 'tells which version serves' },
    { action: 'ssm:DescribeParameters', resource: '*', why: 'finds changed parameters; the API lists all or none' },
    {
      action: 'ssm:GetParameterHistory',
      resource: 'arn:aws:ssm:*:*:parameter/*',
      why: 'tells who changed a parameter before; values are never decrypted nor kept',
    },
  ],
};

export interface ChangesCollectorDeps {
  readonly client: ChangeRecords;
  readonly clock: Clock;
}

/**
 * Collects `changes` evidence, the quick services first: CloudTrail answers two calls a second and would leave them no time. The
 * stacks that CloudTrail's events name are read last.
 */
export const createChangesCollector = ({ client, clock }: ChangesCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client),
  collect: async ({ window, baseline }, scope, budget) => {
    const { names, stackArns, functions } = wantedChanges(scope);
    if (names.length === 0) return NOTHING;
    const range = { startMs: baseline.startMs, endMs: window.endMs };
    const reading = openReading(client, { clock, budget }, range);
    const parameters = await readParameters(reading, OWN_PARAMETERS);
    const versions = await readFunctions(reading, functions);
    const stacks = await readStacks(reading, stackArns);
    const trail = await readTrail(reading, names);
    const seenStacks = await readStacks(
      reading,
      trail.stacks.filter((arn) => !stackArns.includes(arn)),
    );
    const all = [parameters, versions, stacks, trail, seenStacks];
    return {
      data: {
        changes: nearestFirst(
          all.flatMap(({ changes }) => changes),
          window.startMs,
          budget,
        ),
      },
      reasons: all.flatMap(({ reasons }) => reasons),
      asked: all.reduce((sum, { asked }) => sum + asked, 0),
      answered: all.reduce((sum, { answered }) => sum + answered, 0),
    };
  },
});

/** When the budget ends, changes near the onset stay: those before it first, since what comes after cannot have caused it. */
const nearestFirst = (changes: readonly ChangeV1[], onsetMs: number, budget: BudgetMeter): ChangeV1[] => {
  const distance = ({ at_ms }: ChangeV1): number => (at_ms <= onsetMs ? onsetMs - at_ms : 2 * (at_ms - onsetMs));
  return changes
    .toSorted((a, b) => distance(a) - distance(b) || byTime(a, b))
    .filter((change) => budget.take({ rows: 1, bytes: Buffer.byteLength(JSON.stringify(change)) }, NAME))
    .sort(byTime);
};

const byTime = (a: ChangeV1, b: ChangeV1): number => a.at_ms - b.at_ms || (keyOf(a) < keyOf(b) ? -1 : 1);

const keyOf = ({ resource, action, source, actor, detail, error }: ChangeV1): string =>
  JSON.stringify([resource, action, source, actor, detail, error]);

const checkHealth = (client: ChangeRecords): Promise<Health> =>
  healthOf({
    ask: () => client.lookupEvents({ MaxResults: 1 }),
    reasonFor: (fault) =>
      faultReason(
        fault,
        { subject: SERVICES.cloudtrail, permission: 'cloudtrail:LookupEvents', on: '*' },
        { service: SERVICES.cloudtrail, collector: NAME },
      ),
  });

const NOTHING: Collected<Name> = {
  data: { changes: [] },
  asked: 0,
  answered: 0,
  reasons: [
    {
      code: 'nothing_to_read',
      subject: NAME,
      message: 'neither the catalogue nor the hints name a resource that could have changed',
      fix: 'add resources of the service to config/services.json, or hint resource_arns',
    },
  ],
};
