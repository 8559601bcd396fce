import type { Traces } from '@opsrunbook/collector-traces';
import * as z from 'zod';
import type { RecordedTrace } from '../further-telemetry-schema.ts';
import { pageOf, serviceError } from '../service-error.ts';
import { type FilteredTrace, traceFilter } from './trace-filter.ts';

/** What of a segment document makes up a trace's summary. */
const Segment = z.object({
  name: z.string(),
  start_time: z.number(),
  end_time: z.number().optional(),
  namespace: z.string().optional(),
  fault: z.boolean().default(false),
  error: z.boolean().default(false),
  throttle: z.boolean().default(false),
  subsegments: z.array(z.unknown()).default([]),
});

const PAGE_SIZE = 100;
const MAX_IDS = 5;

interface Summary extends FilteredTrace {
  readonly id: string;
  readonly startMs: number;
}

/** Answers GetTraceSummaries and BatchGetTraces from a recording, by the API's own rules; summaries are made from the documents. */
export const recordedTraces = (traces: readonly RecordedTrace[]): Traces => {
  const summaries = traces.map(summaryOf);
  return {
    getTraceSummaries: async ({ StartTime, EndTime, FilterExpression, NextToken }) => {
      const [startMs, endMs] = [StartTime?.getTime() ?? Number.NaN, EndTime?.getTime() ?? Number.NaN];
      if (!(startMs < endMs)) throw serviceError('InvalidRequestException', 'StartTime must be before EndTime');
      const looked = summaries.filter((summary) => summary.startMs >= startMs && summary.startMs < endMs);
      const matching = looked.filter(traceFilter(FilterExpression));
      const { items, next } = pageOf(matching, NextToken, PAGE_SIZE, 'InvalidRequestException');
      return {
        TraceSummaries: items.map(({ id, startMs: start, seconds, services }) => ({
          Id: id,
          StartTime: new Date(start),
          Duration: seconds,
          HasFault: [...services.values()].some((failed) => failed),
        })),
        TracesProcessedCount: looked.length,
        NextToken: next,
      };
    },
    batchGetTraces: async ({ TraceIds = [] }) => {
      if (TraceIds.length === 0 || TraceIds.length > MAX_IDS)
        throw serviceError('InvalidRequestException', `expected 1 to ${MAX_IDS} trace ids, got ${TraceIds.length}`);
      return {
        Traces: traces
          .filter(({ id }) => TraceIds.includes(id))
          .map(({ id, segments }) => ({
            Id: id,
            Segments: segments.map((document) => ({ Id: document.id, Document: JSON.stringify(document) })),
          })),
      };
    },
  };
};

const summaryOf = ({ id, segments }: RecordedTrace): Summary => {
  const services = new Map<string, boolean>();
  const [starts, ends]: [number[], number[]] = [[], []];
  const open: unknown[] = [...segments];
  for (let depth = 0; open.length > 0; depth += 1) {
    const parsed = Segment.safeParse(open.shift());
    if (!parsed.success) continue;
    const { name, start_time, end_time = start_time, namespace, fault, error, throttle, subsegments } = parsed.data;
    starts.push(start_time);
    ends.push(end_time);
    const isService = depth < segments.length || namespace !== undefined;
    if (isService) services.set(name, fault || error || throttle || services.get(name) === true);
    open.push(...subsegments);
  }
  const start = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const end = ends.reduce((a, b) => Math.max(a, b), start);
  return { id, startMs: start * 1000, seconds: end - start, services };
};
