import type { ReasonV1, TraceSegmentV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type Collected,
  type Collector,
  type CollectorDescription,
  faultReason,
  type Health,
  healthOf,
  plainName,
  scopeResources,
} from '@opsrunbook/evidence';
import { readingOrder } from './choose-traces.ts';
import { type ReadTraces, readTraces } from './read-traces.ts';
import { openReading, PERMISSIONS, XRAY } from './reading.ts';
import { searchTraces } from './search-traces.ts';
import { byStart } from './trace-segments.ts';
import type { Traces } from './traces.ts';

const NAME = 'traces';
type Name = typeof NAME;

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads:
    'hinted, failed and slow traces of the window and usual ones of the baseline, with exceptions and their frames',
  permissions: [
    { action: PERMISSIONS.summaries, resource: '*', why: 'finds traces; X-Ray has no resources to restrict this to' },
    { action: PERMISSIONS.traces, resource: '*', why: 'reads segments; X-Ray has no resources to restrict this to' },
  ],
};

export interface TracesCollectorDeps {
  readonly client: Traces;
  readonly clock: Clock;
}

/** Collects `traces` evidence: hinted traces first, then failed and slow ones beside usual ones of the baseline. */
export const createTracesCollector = ({ client, clock }: TracesCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client, clock),
  collect: async (windows, scope, budget) => {
    const services = [...new Set(scopeResources(scope).map(plainName))];
    const hinted = [...new Set(scope.trace_ids)].sort();
    if (services.length + hinted.length === 0) return NOTHING;
    const reading = openReading(client, clock, budget);
    const { startMs } = windows.window;
    const asHinted = await readTraces(reading, hinted, startMs);
    const searches = await searchTraces(reading, services, windows);
    const others = readingOrder(searches).filter((id) => !hinted.includes(id));
    const asFound = await readTraces(reading, others, startMs);
    const reads = [...(hinted.length > 0 ? [asHinted] : []), ...(others.length > 0 ? [asFound] : [])];
    return {
      data: { segments: [...asHinted.segments, ...asFound.segments].sort(byTrace) },
      reasons: distinct([
        ...asHinted.reasons,
        ...missingHints(hinted, asHinted),
        ...searches.reasons,
        ...asFound.reasons,
        ...(searches.isSilent && hinted.length === 0 ? [NOT_TRACED] : []),
      ]),
      asked: searches.asked + reads.length,
      answered: searches.answered + reads.filter(({ answered }) => answered).length,
    };
  },
});

const byTrace = (a: TraceSegmentV1, b: TraceSegmentV1): number =>
  a.trace_id < b.trace_id ? -1 : a.trace_id > b.trace_id ? 1 : byStart(a, b);

const distinct = (reasons: readonly ReasonV1[]): readonly ReasonV1[] => [
  ...new Map(reasons.map((reason) => [`${reason.code} ${reason.subject} ${reason.message}`, reason])).values(),
];

/** Hinted traces X-Ray does not know, unless reading ended before it was asked for all. */
const missingHints = (hinted: readonly string[], { read, reasons }: ReadTraces): readonly ReasonV1[] => {
  if (reasons.length > 0) return [];
  return hinted
    .filter((id) => !read.has(id))
    .map((id) => ({
      code: 'not_found',
      subject: id,
      message: 'X-Ray does not know this hinted trace',
      fix: 'check id, account and region; X-Ray keeps traces for 30 days',
    }));
};

const checkHealth = (client: Traces, clock: Clock): Promise<Health> => {
  const endMs = clock.now().getTime();
  const question = { subject: 'X-Ray', permission: PERMISSIONS.summaries, on: '*' };
  return healthOf({
    ask: () => client.getTraceSummaries({ StartTime: new Date(endMs - 60_000), EndTime: new Date(endMs) }),
    reasonFor: (fault) => faultReason(fault, question, XRAY),
  });
};

const NOTHING: Collected<Name> = {
  data: { segments: [] },
  asked: 0,
  answered: 0,
  reasons: [
    {
      code: 'nothing_to_read',
      subject: NAME,
      message: 'neither the catalogue nor the hints name a resource or a trace',
      fix: 'add resources of the service to config/services.json, or hint resource_arns or trace_ids',
    },
  ],
};

const NOT_TRACED: ReasonV1 = {
  code: 'not_found',
  subject: NAME,
  message: 'X-Ray knows no trace through the service’s resources in the window or the baseline',
  fix: 'turn on active tracing, hint trace_ids, or name resources as X-Ray does; else switch this collector off',
};
