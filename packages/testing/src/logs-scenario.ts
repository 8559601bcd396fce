import { expect } from '@jest/globals';
import { type BudgetV1, LogsEvidenceV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import { type Collector, createBudgetMeter } from '@opsrunbook/evidence';
import { FakeClock } from './fake-clock.ts';
import { FakeLogsInsights, type FakeLogsInsightsProps } from './fake-logs-insights.ts';
import type { FakeLogEvent } from './fake-logs-query.ts';
import { scopeOf } from './scope-of.ts';

export const MINUTE = 60_000;

/** Ten minutes of incident after half an hour of baseline. */
export const LOGS_WINDOW_START = Date.UTC(2026, 2, 3, 12, 0);
export const LOGS_WINDOWS = {
  window: { startMs: LOGS_WINDOW_START, endMs: LOGS_WINDOW_START + 10 * MINUTE },
  baseline: { startMs: LOGS_WINDOW_START - 30 * MINUTE, endMs: LOGS_WINDOW_START },
};
export const LOGS_BUDGET: BudgetV1 = { seconds: 60, bytes: 1_000_000, rows: 1_000, scanned_bytes: 1_000_000_000 };

/** A log event so long after the start of the window. */
export const logEventAt = (
  offsetMs: number,
  message: string,
  group = '/aws/lambda/pay',
  stream = 's1',
): FakeLogEvent => ({ group, stream, at_ms: LOGS_WINDOW_START + offsetMs, message });

/** Three errors of two groups in the window, one in the baseline, and usual lines around them. */
export const LOG_EVENTS: readonly FakeLogEvent[] = [
  logEventAt(-20 * MINUTE, 'INFO usual'),
  logEventAt(-15 * MINUTE, 'ERROR now and then'),
  logEventAt(MINUTE - 2_000, 'INFO charging'),
  logEventAt(MINUTE, 'ERROR card refused'),
  logEventAt(MINUTE, 'ERROR order lost', '/aws/lambda/order'),
  logEventAt(MINUTE + 500, 'INFO rolled back'),
  logEventAt(2 * MINUTE, 'ERROR card refused', '/aws/lambda/pay', 's2'),
];
export const LOG_GROUPS = ['/aws/lambda/order', '/aws/lambda/pay'];

/** How a run of a logs collector differs from the usual one. */
export interface GivenLogs extends Partial<FakeLogsInsightsProps> {
  readonly scopeGroups?: readonly string[];
  readonly budget?: Partial<BudgetV1>;
  readonly clock?: FakeClock;
}

type Create = (deps: { readonly client: FakeLogsInsights; readonly clock: Clock }) => Collector<'cloudwatch-logs'>;

/** Runs a logs collector over fake logs; whatever happened, nothing is left running and the data holds its contract. */
export const collectLogs = async (create: Create, given: GivenLogs) => {
  const { scopeGroups = LOG_GROUPS, budget = {}, clock = new FakeClock(), ...props } = given;
  const fake = new FakeLogsInsights({ events: LOG_EVENTS, ...props });
  const merged = { ...LOGS_BUDGET, ...budget };
  const meter = createBudgetMeter(merged, clock.remainingOf(merged.seconds * 1000));
  const scope = scopeOf({ log_groups: [...scopeGroups] });
  const collected = await create({ client: fake, clock }).collect(LOGS_WINDOWS, scope, meter);
  expect(fake.running).toEqual([]);
  LogsEvidenceV1.parse(collected.data);
  return { ...collected, fake, meter, clock, codes: collected.reasons.map(({ code }) => code) };
};

/** The messages of one period's rows. */
export const messagesOf = (
  rows: LogsEvidenceV1['rows'],
  period: LogsEvidenceV1['rows'][number]['period'],
): readonly string[] => rows.filter((row) => row.period === period).map(({ message }) => message);
