import type { ChangeV1, ReasonV1 } from '@opsrunbook/contracts';
import {
  type BudgetMeter,
  type Calling,
  isWithin,
  type Question,
  type SourceReader,
  sourceReader,
  type WindowMs,
} from '@opsrunbook/evidence';
import type { ChangeRecords } from './change-records.ts';

/** The services that record changes, as operators call them. */
export const SERVICES = {
  cloudtrail: 'CloudTrail',
  cloudformation: 'CloudFormation',
  lambda: 'Lambda',
  ssm: 'Systems Manager',
} as const;

/** One run of the collector: where it reads, and the time changes must lie in. */
export interface Reading {
  readonly client: ChangeRecords;
  readonly budget: BudgetMeter;
  readonly clock: Calling['clock'];
  readonly readers: Readonly<Record<keyof typeof SERVICES, SourceReader>>;
  /** From the start of the baseline to the end of the window: what came before the onset, and what came with it. */
  readonly range: WindowMs;
}

/** A run over the four services. */
export const openReading = (client: ChangeRecords, calling: Calling, range: WindowMs): Reading => {
  const reader = (source: keyof typeof SERVICES, fixes = {}) =>
    sourceReader(calling, { service: SERVICES[source], collector: 'changes', fixes });
  return {
    client,
    range,
    budget: calling.budget,
    clock: calling.clock,
    readers: {
      cloudtrail: reader('cloudtrail'),
      // A stack that is not there is a ValidationError in CloudFormation’s words.
      cloudformation: reader('cloudformation', {
        invalid_request: 'correct the hinted ARN of the stack, or its region',
      }),
      lambda: reader('lambda'),
      ssm: reader('ssm'),
    },
  };
};

/** What one of the services told. */
export interface Recorded {
  readonly changes: readonly ChangeV1[];
  readonly reasons: readonly ReasonV1[];
  readonly asked: number;
  readonly answered: number;
}

/** What was told of one thing asked for. */
interface RecordedOfOne {
  readonly changes: readonly ChangeV1[];
  readonly reasons: readonly ReasonV1[];
  readonly answered: boolean;
}

/** Asks about one thing after the other. A refusal, throttling or the end of the time would meet the next one too, so it ends there. */
export const readEach = async <T>(
  things: readonly T[],
  read: (thing: T) => Promise<RecordedOfOne>,
): Promise<Recorded> => {
  const all: RecordedOfOne[] = [];
  for (const thing of things) {
    const one = await read(thing);
    all.push(one);
    if (one.reasons.some(({ code }) => ENDING.has(code))) break;
  }
  return {
    changes: all.flatMap(({ changes }) => changes),
    reasons: all.flatMap(({ reasons }) => reasons),
    asked: things.length,
    answered: all.filter(({ answered }) => answered).length,
  };
};

const ENDING: ReadonlySet<ReasonV1['code']> = new Set(['access_denied', 'throttled', 'timeout']);

/** The changes that lie in the run's time. */
export const inRange = ({ range }: Reading, changes: readonly ChangeV1[]): readonly ChangeV1[] =>
  changes.filter(({ at_ms }) => isWithin(range, at_ms));

/** A question about one thing. */
export const ask = (subject: string, permission: string, on: string): Question => ({ subject, permission, on });
