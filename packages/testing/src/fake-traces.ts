import type {
  BatchGetTracesCommandInput,
  BatchGetTracesCommandOutput,
  GetTraceSummariesCommandInput,
  GetTraceSummariesCommandOutput,
} from '@aws-sdk/client-xray';
import { awsError } from './aws-error.ts';
import { boundPage } from './bound-pages.ts';

/** One trace as X-Ray would hold it: its summary's facts, and its documents as strings. */
export interface FakeTrace {
  readonly id: string;
  readonly startMs: number;
  readonly seconds: number;
  readonly isFailed?: boolean;
  readonly services: readonly string[];
  readonly documents: readonly string[];
  readonly isCut?: boolean;
}

/** The calls that can be made to fail, as IAM spells them. */
export type FakeTracesCall = 'GetTraceSummaries' | 'BatchGetTraces';

export interface FakeTracesProps {
  readonly traces?: readonly FakeTrace[];
  /** Ids that are left unprocessed so many times. */
  readonly unprocessed?: Readonly<Record<string, number>>;
  readonly itemsPerPage?: number;
  /** Answers in reverse order, as X-Ray promises none. */
  readonly shuffled?: boolean;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: FakeTracesCall, count: number) => void;
}

const LIMITS = { rangeMs: 6 * 3_600_000, filter: 2_000, ids: 5 } as const;

/**
 * GetTraceSummaries and BatchGetTraces with the rules of the real ones: six hours, five ids, filters of 2,000 characters, tokens
 * bound to their request. Knows only filter expressions of the forms `service("x")`, with `{ fault = true OR … }` or with
 * `AND duration > s`, joined by OR.
 */
export class FakeTraces {
  readonly calls: { readonly call: FakeTracesCall; readonly input: object }[] = [];
  readonly #props: FakeTracesProps;
  readonly #left: Map<string, number>;

  constructor(props: FakeTracesProps) {
    this.#props = props;
    this.#left = new Map(Object.entries(props.unprocessed ?? {}));
  }

  /** The filter expressions asked for, in their order. */
  get filters(): readonly string[] {
    return this.calls.flatMap(({ input }) => ('FilterExpression' in input ? [String(input.FilterExpression)] : []));
  }

  async getTraceSummaries(
    input: GetTraceSummariesCommandInput,
  ): Promise<Omit<GetTraceSummariesCommandOutput, '$metadata'>> {
    this.#called('GetTraceSummaries', input);
    const { NextToken, FilterExpression: filter, ...range } = input;
    const [startMs, endMs] = [range.StartTime?.getTime() ?? Number.NaN, range.EndTime?.getTime() ?? Number.NaN];
    if (!(startMs < endMs) || endMs - startMs > LIMITS.rangeMs)
      refuse('the time range must be positive and at most six hours');
    if (filter !== undefined && filter.length > LIMITS.filter) refuse('the filter expression is too long');
    const looked = this.#traces().filter((trace) => trace.startMs >= startMs && trace.startMs <= endMs);
    const matching = filter === undefined ? looked : looked.filter(matcherOf(filter));
    const { page, next } = this.#page(matching, { range, filter }, NextToken);
    return {
      TraceSummaries: page.map(({ id, startMs: start, seconds, isFailed = false }) => ({
        Id: id,
        StartTime: new Date(start),
        Duration: seconds,
        HasFault: isFailed,
      })),
      TracesProcessedCount: looked.length,
      ...(next !== undefined && { NextToken: next }),
    };
  }

  async batchGetTraces(input: BatchGetTracesCommandInput): Promise<Omit<BatchGetTracesCommandOutput, '$metadata'>> {
    this.#called('BatchGetTraces', input);
    const ids = input.TraceIds ?? [];
    if (ids.length === 0 || ids.length > LIMITS.ids) refuse(`expected 1 to 5 trace ids, got ${ids.length}`);
    const unprocessed = input.NextToken === undefined ? ids.filter((id) => this.#isUnprocessed(id)) : [];
    const known = this.#traces().filter(({ id }) => ids.includes(id) && !unprocessed.includes(id));
    const { page, next } = this.#page(known, { ids }, input.NextToken);
    return {
      Traces: page.map(({ id, documents, isCut = false }) => ({
        Id: id,
        LimitExceeded: isCut,
        Segments: documents.map((Document, n) => ({ Id: String(n), Document })),
      })),
      UnprocessedTraceIds: [...unprocessed],
      ...(next !== undefined && { NextToken: next }),
    };
  }

  #page<T>(items: readonly T[], request: object, token: string | undefined) {
    const pageSize = this.#props.itemsPerPage ?? 100;
    return boundPage(items, { request, token, pageSize, invalidToken: 'InvalidRequestException' });
  }

  #isUnprocessed(id: string): boolean {
    const times = this.#left.get(id) ?? 0;
    this.#left.set(id, times - 1);
    return times > 0;
  }

  #traces(): readonly FakeTrace[] {
    const { traces = [], shuffled } = this.#props;
    return shuffled
      ? traces.toReversed().map((trace) => ({ ...trace, documents: trace.documents.toReversed() }))
      : traces;
  }

  #called(call: FakeTracesCall, input: object): void {
    const count = this.calls.filter((made) => made.call === call).length;
    this.calls.push({ call, input });
    this.#props.onCall?.(call, count);
  }
}

const refuse = (message: string): never => {
  throw awsError('InvalidRequestException', 'client', message);
};

const TERM =
  /^service\("([^"]+)"\)(?: (\{ fault = true OR error = true OR throttle = true \})| AND duration > ([\d.]+))?$/;

const matcherOf = (filter: string): ((trace: FakeTrace) => boolean) => {
  const terms = filter.split(/ OR (?=service\()/).map((term) => {
    const [matched, service = '', failed, seconds] = TERM.exec(term) ?? [];
    if (matched === undefined) return refuse(`Invalid filter expression: ${term}`);
    return (trace: FakeTrace) =>
      trace.services.includes(service) &&
      (failed === undefined || trace.isFailed === true) &&
      (seconds === undefined || trace.seconds > Number(seconds));
  });
  return (trace) => terms.some((matches) => matches(trace));
};
