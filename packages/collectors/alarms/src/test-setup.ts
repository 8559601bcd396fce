import type { AlarmHistoryItem, AlarmType, MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { AlarmsEvidenceV1, type BudgetV1, type ScopeV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import { FakeAlarms, type FakeAlarmsProps, FakeClock, scopeOf } from '@opsrunbook/testing';
import { createAlarmsCollector } from './collect-alarms.ts';

export const MINUTE_MS = 60_000;
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 30, bytes: 1_000_000, rows: 200 };
export const SCOPE: Partial<ScopeV1> = { resources: [{ type: 'lambda', name: 'pay' }] };

/** An alarm on one metric of a function, in a state since so many minutes after the window began. */
export const errorsOf = (functionName: string, state: StateValue = 'OK', sinceMinute = -600): MetricAlarm => ({
  AlarmName: `${functionName} errors`,
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: functionName }],
  StateValue: state,
  StateTransitionedTimestamp: new Date(START_MS + sinceMinute * MINUTE_MS),
});

/** A change of an alarm's state so many minutes after the window began. */
export const changed = (
  name: string,
  minute: number,
  from: StateValue,
  to: StateValue,
  type: AlarmType = 'MetricAlarm',
): AlarmHistoryItem => ({
  AlarmName: name,
  AlarmType: type,
  Timestamp: new Date(START_MS + minute * MINUTE_MS),
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from, stateReason: 'before' },
    newState: { stateValue: to, stateReason: `Threshold crossed: ${to}`, stateReasonData: { recentDatapoints: [1] } },
    publishedMessage: { secret: 'never kept' },
  }),
});

/** Runs the collector once against fake alarms on a clock that only waiting and calls of `msPerCall` move. */
export const collecting = async (
  source: FakeAlarmsProps,
  {
    msPerCall = 0,
    scope = SCOPE,
    ...budget
  }: Partial<BudgetV1> & { readonly msPerCall?: number; readonly scope?: Partial<ScopeV1> } = {},
) => {
  const clock = new FakeClock(WINDOWS.window.endMs);
  const onCall: FakeAlarmsProps['onCall'] = (...call) => {
    clock.advance(msPerCall);
    source.onCall?.(...call);
  };
  const client = new FakeAlarms({ ...source, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createAlarmsCollector({ client, clock }).collect(WINDOWS, scopeOf(scope), meter);
  AlarmsEvidenceV1.parse(collected.data);
  return { ...collected, meter, client, slept: clock.slept };
};
