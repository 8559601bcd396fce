import type { Trace } from '@aws-sdk/client-xray';
import type { ReasonV1, TraceSegmentV1 } from '@opsrunbook/contracts';
import { PERMISSIONS, type Reading } from './reading.ts';
import { segmentsOf } from './trace-segments.ts';

/** The most ids BatchGetTraces takes. */
const BATCH_SIZE = 5;

const SUBJECT = 'segments of traces';

/** What reading traces gave; `read` are the ids X-Ray knew. */
export interface ReadTraces {
  readonly segments: readonly TraceSegmentV1[];
  readonly read: ReadonlySet<string>;
  readonly reasons: readonly ReasonV1[];
  readonly answered: boolean;
}

/** Reads traces in the order given until the budget of rows or of time ends. */
export const readTraces = async (
  reading: Reading,
  ids: readonly string[],
  windowStartMs: number,
): Promise<ReadTraces> => {
  const segments: TraceSegmentV1[] = [];
  const read = new Set<string>();
  const lost = { unreadable: 0, cutByXRay: 0 };
  const keep = (trace: Trace): void => {
    read.add(trace.Id ?? '');
    lost.cutByXRay += trace.LimitExceeded === true ? 1 : 0;
    const { segments: own, unreadable } = segmentsOf(trace, windowStartMs);
    lost.unreadable += unreadable;
    segments.push(...own.filter((segment) => fits(reading, segment)));
  };
  const { reasons, answered } = await readBatches(reading, ids, keep);
  return { segments, read, answered, reasons: [...reasons, ...lossReasons(lost)] };
};

const fits = ({ budget }: Reading, segment: TraceSegmentV1): boolean =>
  budget.take({ rows: 1, bytes: Buffer.byteLength(JSON.stringify(segment)) }, SUBJECT);

/** What X-Ray leaves unprocessed is asked for once more, at the end. */
const readBatches = async (reading: Reading, ids: readonly string[], keep: (trace: Trace) => void) => {
  const first = await readOnce(reading, ids, keep);
  if (first.reasons.length > 0 || first.unprocessed.length === 0) return first;
  const second = await readOnce(reading, first.unprocessed, keep);
  const left = second.unprocessed.length;
  return { answered: true, reasons: [...second.reasons, ...(left > 0 ? [unprocessed(left)] : [])] };
};

const readOnce = async (reading: Reading, ids: readonly string[], keep: (trace: Trace) => void) => {
  const unprocessedIds: string[] = [];
  let answered = false;
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    if (reading.budget.left('rows') < 1) {
      reading.budget.cut('rows', SUBJECT, null);
      break;
    }
    const batch = ids.slice(from, from + BATCH_SIZE);
    const end = await readBatch(reading, batch);
    // X-Ray promises no order; that of the request decides what a budget cuts.
    for (const id of batch) for (const trace of end.traces.filter(({ Id }) => Id === id)) keep(trace);
    unprocessedIds.push(...end.unprocessedIds);
    answered ||= end.answered;
    if (end.reason !== undefined) return { answered, unprocessed: unprocessedIds, reasons: [end.reason] };
  }
  return { answered, unprocessed: unprocessedIds, reasons: [] };
};

const readBatch = async ({ client, reader }: Reading, TraceIds: readonly string[]) => {
  const traces: Trace[] = [];
  const unprocessedIds: string[] = [];
  const end = await reader.pages(
    { subject: SUBJECT, permission: PERMISSIONS.traces, on: '*' },
    {
      ask: (token, options) =>
        client.batchGetTraces({ TraceIds: [...TraceIds], ...(token !== undefined && { NextToken: token }) }, options),
      next: ({ NextToken }) => NextToken,
      take: ({ Traces = [], UnprocessedTraceIds = [] }) => {
        traces.push(...Traces);
        unprocessedIds.push(...UnprocessedTraceIds);
        return true;
      },
    },
  );
  return { ...end, traces: joined(traces), unprocessedIds };
};

/** A trace whose segments stand on several pages, as one. */
const joined = (parts: readonly Trace[]): readonly Trace[] =>
  [...Map.groupBy(parts, ({ Id }) => Id).values()].map((ofTrace) => ({
    ...ofTrace[0],
    Segments: ofTrace.flatMap(({ Segments = [] }) => Segments),
  }));

const partial = (message: string, fix: string): ReasonV1 => ({ code: 'partial_data', subject: SUBJECT, message, fix });

const unprocessed = (count: number): ReasonV1 =>
  partial(`X-Ray left ${count} traces unprocessed, twice`, 'collect again with POST /v1/incidents/{id}/runs');

const lossReasons = ({ unreadable, cutByXRay }: { readonly unreadable: number; readonly cutByXRay: number }) => [
  ...(unreadable === 0
    ? []
    : [
        partial(
          `${unreadable} segment documents are malformed and were left out`,
          'check which SDK or agent writes them; X-Ray keeps what it was sent',
        ),
      ]),
  ...(cutByXRay === 0
    ? []
    : [partial(`${cutByXRay} traces exceed X-Ray’s size limit and are incomplete there`, 'split requests this large')]),
];
