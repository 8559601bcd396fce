import type { Edge, Service } from '@aws-sdk/client-xray';
import type { BudgetV1, ScopeV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import { FakeClock, FakeServiceGraphs, type FakeServiceGraphsProps, scopeOf } from '@opsrunbook/testing';
import { createServiceGraphCollector } from './collect-service-graph.ts';

export const HOUR_MS = 3_600_000;
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + HOUR_MS },
  baseline: { startMs: START_MS - HOUR_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 30, bytes: 1_000_000, rows: 1_000 };
export const SCOPE: Partial<ScopeV1> = { resources: [{ type: 'lambda', name: 'pay' }] };

/** So many requests, a tenth of them each faults, errors and throttles (which are errors too), 0.25 s long each. */
export const counted = (requests: number) => ({
  TotalCount: requests,
  OkCount: requests,
  ErrorStatistics: { TotalCount: requests / 5, ThrottleCount: requests / 10, OtherCount: requests / 10 },
  FaultStatistics: { TotalCount: requests / 10, OtherCount: requests / 10 },
  TotalResponseTime: requests * 0.25,
});
export const edgeTo = (ReferenceId: number, requests: number): Edge => ({
  ReferenceId,
  SummaryStatistics: counted(requests),
});
export const node = (
  ReferenceId: number,
  Name: string,
  requests: number,
  Edges: readonly Edge[] = [],
  Type = 'AWS::Lambda::Function',
): Service => ({
  ReferenceId,
  Name,
  Type,
  AccountId: '123456789012',
  SummaryStatistics: counted(requests),
  Edges: [...Edges],
});

/** client → api → pay → orders, and a job that calls nothing; twice as many requests in the window. */
export const shop = (startMs: number): readonly Service[] => {
  const requests = startMs >= START_MS ? 200 : 100;
  return [
    { ReferenceId: 0, Name: 'client', Type: 'client', Edges: [edgeTo(1, requests)] },
    node(1, 'api', requests, [edgeTo(2, requests)]),
    node(2, 'pay', requests, [edgeTo(3, requests)]),
    node(3, 'orders', requests, [], 'AWS::DynamoDB::Table'),
    node(4, 'job', 10),
  ];
};

/** Runs the collector once against a fake X-Ray on a clock that only waiting and calls of `msPerCall` move. */
export const collecting = async (
  source: FakeServiceGraphsProps = { services: shop },
  {
    msPerCall = 0,
    scope = SCOPE,
    windows = WINDOWS,
    ...budget
  }: Partial<BudgetV1> & {
    readonly msPerCall?: number;
    readonly scope?: Partial<ScopeV1>;
    readonly windows?: RunWindows;
  } = {},
) => {
  const clock = new FakeClock(windows.window.endMs);
  const onCall = (call: number) => {
    clock.advance(msPerCall);
    source.onCall?.(call);
  };
  const client = new FakeServiceGraphs({ ...source, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createServiceGraphCollector({ client, clock }).collect(windows, scopeOf(scope), meter);
  return { ...collected, meter, client, slept: clock.slept };
};
