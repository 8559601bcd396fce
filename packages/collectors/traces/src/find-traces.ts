import type { TraceSummary } from '@aws-sdk/client-xray';
import type { ReasonV1 } from '@opsrunbook/contracts';
import { timeSlices, type WindowMs } from '@opsrunbook/evidence';
import { filterExpressions, type Wanted } from './filter-expressions.ts';
import { PERMISSIONS, type Reading } from './reading.ts';

/** A trace before its segments are read. */
export interface FoundTrace {
  readonly id: string;
  readonly startMs: number;
  readonly seconds: number;
  readonly isFailed: boolean;
}

/** What one search gave. */
export interface Found {
  readonly traces: readonly FoundTrace[];
  /** How many traces X-Ray looked through: none means that nothing was traced. */
  readonly processed: number;
  readonly answered: boolean;
  readonly reasons: readonly ReasonV1[];
}

/** X-Ray's console searches six hours at most and its reference names no other limit. */
const MAX_RANGE_MS = 6 * 3_600_000;

/** Summaries looked at per search, about 50 pages: far more than are ever read, so that the slowest of a busy service are among them. */
const MAX_SUMMARIES = 5_000;

interface Search {
  /** How the search is called in reasons and cuts. */
  readonly subject: string;
  readonly services: readonly string[];
  readonly range: WindowMs;
  readonly wanted: Wanted;
}

/** Finds traces through the services; each once, oldest first. */
export const findTraces = async (reading: Reading, search: Search): Promise<Found> => {
  const found = new Map<string, FoundTrace>();
  const reasons: ReasonV1[] = [];
  let processed = 0;
  let answered = false;
  for (const { startMs, endMs } of timeSlices(search.range, MAX_RANGE_MS)) {
    for (const FilterExpression of filterExpressions(search.services, search.wanted)) {
      const input = { StartTime: new Date(startMs), EndTime: new Date(endMs), FilterExpression };
      const end = await searchPages(reading, search.subject, input, (summaries, looked) => {
        processed += looked;
        for (const trace of summaries.flatMap(foundTrace)) found.set(trace.id, trace);
        return found.size < MAX_SUMMARIES;
      });
      answered ||= end.answered;
      if (end.reason !== undefined) reasons.push(end.reason);
      if (end.reason !== undefined || found.size >= MAX_SUMMARIES) return ended(found, processed, answered, reasons);
    }
  }
  return ended(found, processed, answered, reasons);
};

const ended = (
  found: ReadonlyMap<string, FoundTrace>,
  processed: number,
  answered: boolean,
  reasons: readonly ReasonV1[],
): Found => ({ traces: [...found.values()].sort(byStart), processed, answered, reasons });

interface SummaryInput {
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly FilterExpression: string;
}

const searchPages = (
  { client, reader, budget }: Reading,
  subject: string,
  input: SummaryInput,
  take: (summaries: readonly TraceSummary[], processed: number) => boolean,
) =>
  reader.pages(
    { subject, permission: PERMISSIONS.summaries, on: '*' },
    {
      ask: (token, options) =>
        client.getTraceSummaries({ ...input, ...(token !== undefined && { NextToken: token }) }, options),
      next: ({ NextToken }) => NextToken,
      take: ({ TraceSummaries = [], TracesProcessedCount, NextToken }) => {
        const wantsMore = take(TraceSummaries, TracesProcessedCount ?? TraceSummaries.length);
        if (!wantsMore && NextToken !== undefined) budget.cut('rows', subject, null);
        return wantsMore;
      },
    },
  );

const foundTrace = ({
  Id,
  StartTime,
  Duration = 0,
  HasFault,
  HasError,
  HasThrottle,
}: TraceSummary): readonly FoundTrace[] => {
  const startMs = StartTime?.getTime() ?? startOf(Id);
  if (Id === undefined || startMs === undefined) return [];
  return [{ id: Id, startMs, seconds: Duration, isFailed: Boolean(HasFault || HasError || HasThrottle) }];
};

/** A trace id carries the second its first request began in. */
const startOf = (id: string | undefined): number | undefined => {
  const seconds = /^1-([0-9a-f]{8})-/.exec(id ?? '')?.[1];
  return seconds === undefined ? undefined : Number.parseInt(seconds, 16) * 1000;
};

const byStart = (a: FoundTrace, b: FoundTrace): number => a.startMs - b.startMs || (a.id < b.id ? -1 : 1);
