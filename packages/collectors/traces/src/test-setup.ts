import { type BudgetV1, type ScopeV1, TracesEvidenceV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import { FakeClock, type FakeTrace, FakeTraces, type FakeTracesProps, scopeOf } from '@opsrunbook/testing';
import { createTracesCollector } from './collect-traces.ts';

export const MINUTE_MS = 60_000;
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 45, bytes: 4_194_304, rows: 2_000 };
export const SCOPE: Partial<ScopeV1> = { resources: [{ type: 'lambda', name: 'pay' }] };

/** A trace id that begins so many minutes after the window does; `tail` makes it unique. */
export const traceId = (minute: number, tail = 0): string =>
  `1-${((START_MS + minute * MINUTE_MS) / 1000).toString(16).padStart(8, '0')}-${String(tail).padStart(24, '0')}`;

/** A trace of one segment that began so many minutes after the window. */
export const trace = (minute: number, more: Partial<FakeTrace> & { readonly tail?: number } = {}): FakeTrace => {
  const startMs = START_MS + minute * MINUTE_MS;
  const { seconds = 0.1, isFailed = false, tail = 0 } = more;
  const document = {
    id: 'a000000000000001',
    name: 'pay',
    start_time: startMs / 1000,
    end_time: startMs / 1000 + seconds,
    fault: isFailed,
  };
  return {
    id: traceId(minute, tail),
    startMs,
    seconds,
    isFailed,
    services: ['pay'],
    documents: [JSON.stringify(document)],
    ...more,
  };
};

/** Runs the collector once against a fake X-Ray on a clock that only waiting and calls of `msPerCall` move. */
export const collecting = async (
  source: FakeTracesProps,
  {
    msPerCall = 0,
    scope = SCOPE,
    ...budget
  }: Partial<BudgetV1> & { readonly msPerCall?: number; readonly scope?: Partial<ScopeV1> } = {},
) => {
  const clock = new FakeClock(WINDOWS.window.endMs);
  const onCall: FakeTracesProps['onCall'] = (...call) => {
    clock.advance(msPerCall);
    source.onCall?.(...call);
  };
  const client = new FakeTraces({ ...source, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createTracesCollector({ client, clock }).collect(WINDOWS, scopeOf(scope), meter);
  TracesEvidenceV1.parse(collected.data);
  return { ...collected, meter, client, slept: clock.slept };
};
