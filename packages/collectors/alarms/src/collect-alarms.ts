import type { AlarmV1, ReasonV1, ScopeV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type BudgetMeter,
  type Collected,
  type Collector,
  type CollectorDescription,
  faultReason,
  healthOf,
  type RunWindows,
  type SourceWords,
  sourceReader,
} from '@opsrunbook/evidence';
import type { AlarmStates } from './alarm-states.ts';
import type { KnownAlarm } from './known-alarm.ts';
import { type AlarmHistory, listAlarms, QUESTIONS, readHistory, withForgotten } from './read-alarms.ts';
import { wasInAlarm } from './transitions.ts';
import { watchables, watchedBy } from './watching.ts';

const NAME = 'alarms';
type Name = typeof NAME;
const CLOUDWATCH: SourceWords = { service: 'CloudWatch', collector: NAME };

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads:
    'which alarms changed their state in the window and its baseline, which watch the service, and which were in ALARM',
  permissions: [
    {
      action: QUESTIONS.alarms.permission,
      resource: '*',
      why: 'tells which alarms watch the service; a narrower grant hides composite alarms',
    },
    {
      action: QUESTIONS.history.permission,
      resource: '*',
      why: 'tells which alarm fired first; a narrower grant hides composite alarms',
    },
  ],
};

export interface AlarmsCollectorDeps {
  readonly client: AlarmStates;
  readonly clock: Clock;
}

/** Collects `alarms` evidence: every alarm that watches the service, and every other that changed its state in the run's time. */
export const createAlarmsCollector = ({ client, clock }: AlarmsCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () =>
    healthOf({
      ask: () => client.describeAlarms({ MaxRecords: 1 }),
      reasonFor: (fault) => faultReason(fault, QUESTIONS.alarms, CLOUDWATCH),
    }),
  collect: async (windows, scope, budget) => {
    if (watchables(scope).length === 0) return NOTHING;
    const reading = { client, reader: sourceReader({ clock, budget }, CLOUDWATCH) };
    const history = await readHistory(reading, windows);
    const listed = await listAlarms(reading);
    const alarms = told(withForgotten(listed, history), history, { scope, windows });
    return {
      data: { alarms: withinBudget(alarms, budget) },
      reasons: [
        ...history.reasons,
        ...listed.reasons,
        ...(listed.alarms.size === 0 && listed.answered ? NO_ALARMS : []),
      ],
      asked: 2,
      answered: [history, listed].filter(({ answered }) => answered).length,
    };
  },
});

interface Run {
  readonly scope: ScopeV1;
  readonly windows: RunWindows;
}

const told = (
  alarms: ReadonlyMap<string, KnownAlarm>,
  { transitions, answered }: AlarmHistory,
  { scope, windows }: Run,
): readonly AlarmV1[] => {
  const watches = watchedBy(alarms, scope);
  return [...alarms.values()]
    .map(({ name, kind, metric, now }) => {
      const own = transitions.get(name) ?? [];
      return {
        name,
        kind,
        namespace: metric?.namespace ?? null,
        metric: metric?.name ?? null,
        dimensions: { ...metric?.dimensions },
        transitions: [...own],
        watches: [...(watches.get(name) ?? [])],
        in_alarm: answered || own.length > 0 ? wasInAlarm(own, now, windows) : null,
      };
    })
    .filter(({ transitions: own, watches: watched }) => own.length > 0 || watched.length > 0);
};

/** Alarms that watch the service come first, then those that fired, then the others; each kind by name. */
const withinBudget = (alarms: readonly AlarmV1[], budget: BudgetMeter): AlarmV1[] => {
  const rank = ({ watches = [], in_alarm }: AlarmV1): number => (watches.length > 0 ? 0 : 2) - (in_alarm ? 1 : 0);
  return alarms
    .toSorted((a, b) => rank(a) - rank(b) || byName(a, b))
    .filter((alarm) => budget.take({ rows: 1, bytes: Buffer.byteLength(JSON.stringify(alarm)) }, NAME))
    .sort(byName);
};

const byName = (a: AlarmV1, b: AlarmV1): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const NOTHING: Collected<Name> = {
  data: { alarms: [] },
  asked: 0,
  answered: 0,
  reasons: [
    {
      code: 'nothing_to_read',
      subject: NAME,
      message: 'neither the catalogue nor the hints name a resource, a metric or a log group that an alarm could watch',
      fix: 'add resources of the service to config/services.json, or hint resource_arns, metrics or log_groups',
    },
  ],
};

const NO_ALARMS: readonly ReasonV1[] = [
  {
    code: 'not_found',
    subject: NAME,
    message: 'this account has no alarm in this region',
    fix: 'check account and region; add alarms on the service’s errors and latency, or switch this collector off',
  },
];
