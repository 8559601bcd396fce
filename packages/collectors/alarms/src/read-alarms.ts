import type { AlarmType } from '@aws-sdk/client-cloudwatch';
import type { AlarmV1, ReasonV1 } from '@opsrunbook/contracts';
import type { RunWindows, SourceReader } from '@opsrunbook/evidence';
import type { AlarmStates } from './alarm-states.ts';
import { forgottenAlarm, type KnownAlarm, knownAlarms } from './known-alarm.ts';
import { type Transition, transitionOf } from './transitions.ts';

/** Without them CloudWatch returns metric alarms only. */
const ALL_TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

/** The most both calls return a page. */
const PAGE_SIZE = 100;

/** The permissions of this collector; composite alarms are only returned to a role that has them on `*`. */
export const QUESTIONS = {
  alarms: { subject: 'alarms', permission: 'cloudwatch:DescribeAlarms', on: '*' },
  history: { subject: 'history of alarms', permission: 'cloudwatch:DescribeAlarmHistory', on: '*' },
} as const;

interface Reading {
  readonly client: AlarmStates;
  readonly reader: SourceReader;
}

/** What listing the account's alarms gave. */
export interface ListedAlarms {
  readonly alarms: ReadonlyMap<string, KnownAlarm>;
  readonly reasons: readonly ReasonV1[];
  readonly answered: boolean;
}

/** Lists every alarm of the account, of every type. */
export const listAlarms = async ({ client, reader }: Reading): Promise<ListedAlarms> => {
  const alarms = new Map<string, KnownAlarm>();
  const { answered, reason } = await reader.pages(QUESTIONS.alarms, {
    ask: (token, options) =>
      client.describeAlarms(
        { AlarmTypes: ALL_TYPES, MaxRecords: PAGE_SIZE, ...(token !== undefined && { NextToken: token }) },
        options,
      ),
    next: ({ NextToken }) => NextToken,
    take: (page) => {
      for (const alarm of knownAlarms(page)) alarms.set(alarm.name, alarm);
      return true;
    },
  });
  return { alarms, answered, reasons: reason === undefined ? [] : [reason] };
};

/** What reading the alarms' history gave: transitions by alarm, oldest first. */
export interface AlarmHistory {
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly kinds: ReadonlyMap<string, AlarmV1['kind']>;
  readonly reasons: readonly ReasonV1[];
  readonly answered: boolean;
}

/** Reads every change of state from the start of the baseline to the end of the window. */
export const readHistory = async ({ client, reader }: Reading, windows: RunWindows): Promise<AlarmHistory> => {
  const transitions = new Map<string, Transition[]>();
  const kinds = new Map<string, AlarmV1['kind']>();
  let unreadable = 0;
  const { answered, reason } = await reader.pages(QUESTIONS.history, {
    ask: (token, options) =>
      client.describeAlarmHistory(
        { ...historyInput(windows), ...(token !== undefined && { NextToken: token }) },
        options,
      ),
    next: ({ NextToken }) => NextToken,
    take: ({ AlarmHistoryItems = [] }) => {
      for (const item of AlarmHistoryItems) {
        const transition = transitionOf(item);
        const { AlarmName: name = '' } = item;
        if (transition === undefined) unreadable += 1;
        // EndDate may be inclusive; the window is not.
        else if (transition.at_ms < windows.window.endMs) {
          transitions.set(name, [...(transitions.get(name) ?? []), transition]);
          kinds.set(name, KINDS[item.AlarmType ?? 'MetricAlarm']);
        }
      }
      return true;
    },
  });
  for (const [name, own] of transitions) transitions.set(name, own.toSorted(byTime));
  const reasons = [
    ...(reason === undefined ? [] : [reason]),
    ...(unreadable === 0 ? [] : [unreadableItems(unreadable)]),
  ];
  return { transitions, kinds, answered, reasons };
};

const historyInput = ({ window, baseline }: RunWindows) => ({
  AlarmTypes: ALL_TYPES,
  HistoryItemType: 'StateUpdate' as const,
  StartDate: new Date(baseline.startMs),
  EndDate: new Date(window.endMs),
  ScanBy: 'TimestampAscending' as const,
  MaxRecords: PAGE_SIZE,
});

const KINDS = { MetricAlarm: 'metric', CompositeAlarm: 'composite', LogAlarm: 'log' } as const;

const byTime = (a: Transition, b: Transition): number =>
  a.at_ms - b.at_ms || (`${a.from} ${a.to} ${a.reason}` < `${b.from} ${b.to} ${b.reason}` ? -1 : 1);

const unreadableItems = (count: number): ReasonV1 => ({
  code: 'partial_data',
  subject: QUESTIONS.history.subject,
  message: `${count} items of the alarms’ history have a form nobody knows and were left out`,
  fix: 'report this; see the alarms’ history in the CloudWatch console',
});

/** The alarms listed, and those that only their history tells of. */
export const withForgotten = ({ alarms }: ListedAlarms, { kinds }: AlarmHistory): ReadonlyMap<string, KnownAlarm> =>
  new Map([...[...kinds].map(([name, kind]) => [name, forgottenAlarm(name, kind)] as const), ...alarms]);
