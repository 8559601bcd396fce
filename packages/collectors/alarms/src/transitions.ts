import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import { AlarmState, type AlarmV1 } from '@opsrunbook/contracts';
import { isWithin, type RunWindows } from '@opsrunbook/evidence';
import * as z from 'zod';
import type { KnownAlarm } from './known-alarm.ts';

/** One change of an alarm's state. */
export type Transition = AlarmV1['transitions'][number];

const HistoryData = z.object({
  oldState: z.object({ stateValue: AlarmState }),
  newState: z.object({ stateValue: AlarmState, stateReason: z.string().default('') }),
});

/** Longest reason kept; CloudWatch's own are at most 1,023 characters. */
const MAX_REASON_LENGTH = 1_024;

/**
 * The change an item of an alarm's history tells; undefined when it cannot be read. HistoryData is a JSON string; where it is cut
 * off or of another form, the summary still says from where to where.
 */
export const transitionOf = ({
  Timestamp,
  HistoryData: data,
  HistorySummary,
}: AlarmHistoryItem): Transition | undefined => {
  if (Timestamp === undefined) return undefined;
  const at_ms = Timestamp.getTime();
  const parsed = HistoryData.safeParse(jsonOf(data));
  if (parsed.success) {
    const { oldState, newState } = parsed.data;
    const reason = newState.stateReason.slice(0, MAX_REASON_LENGTH);
    return { at_ms, from: oldState.stateValue, to: newState.stateValue, reason };
  }
  const [, from, to] = /from (\w+) to (\w+)/.exec(HistorySummary ?? '') ?? [];
  const states = z.tuple([AlarmState, AlarmState]).safeParse([from, to]);
  return states.success ? { at_ms, from: states.data[0], to: states.data[1], reason: '' } : undefined;
};

const jsonOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/**
 * Whether an alarm was in ALARM at any moment of the window: it went into it, or was in it when the window began. Null when
 * neither its history nor its state now tells.
 */
export const wasInAlarm = (
  transitions: readonly Transition[],
  now: KnownAlarm['now'],
  { window }: RunWindows,
): boolean | null => {
  if (transitions.some(({ to, at_ms }) => to === 'ALARM' && isWithin(window, at_ms))) return true;
  const before = transitions.findLast(({ at_ms }) => at_ms < window.startMs);
  if (before !== undefined) return before.to === 'ALARM';
  const first = transitions[0];
  if (first !== undefined) return first.from === 'ALARM';
  return now !== undefined && now.sinceMs < window.endMs ? now.state === 'ALARM' : null;
};
