import type { CompositeAlarm, Dimension, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState, AlarmV1 } from '@opsrunbook/contracts';
import type { AlarmsPage } from './alarm-states.ts';

/** One metric an alarm looks at. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An alarm of whichever type, in the one shape the rest of this collector reads. */
export interface KnownAlarm {
  readonly name: string;
  readonly kind: AlarmV1['kind'];
  /** The one metric of a plain metric alarm; math, log and composite alarms have none. */
  readonly metric: WatchedMetric | undefined;
  /** Every metric it looks at, those inside an expression too. */
  readonly metrics: readonly WatchedMetric[];
  /** The log groups of a log alarm, as names or ARNs. */
  readonly logGroups: readonly string[];
  /** Names of the alarms a composite alarm is made of. */
  readonly children: readonly string[];
  /** Its state now, and since when; undefined when only its history is known. */
  readonly now: { readonly state: AlarmState; readonly sinceMs: number } | undefined;
}

/** Every alarm of a page; those without a name are none. */
export const knownAlarms = ({ MetricAlarms, CompositeAlarms, LogAlarms }: AlarmsPage): readonly KnownAlarm[] =>
  [
    ...(MetricAlarms ?? []).map(metricAlarm),
    ...(CompositeAlarms ?? []).map(compositeAlarm),
    ...(LogAlarms ?? []).map(logAlarm),
  ].filter(({ name }) => name !== '');

/** An alarm that only its history tells of: it was deleted, or may not be described. */
export const forgottenAlarm = (name: string, kind: AlarmV1['kind']): KnownAlarm => ({
  name,
  kind,
  metric: undefined,
  metrics: [],
  logGroups: [],
  children: [],
  now: undefined,
});

const metricAlarm = (alarm: MetricAlarm): KnownAlarm => {
  const own = watched(alarm.Namespace, alarm.MetricName, alarm.Dimensions);
  const inside = (alarm.Metrics ?? []).flatMap(({ MetricStat }) =>
    watched(MetricStat?.Metric?.Namespace, MetricStat?.Metric?.MetricName, MetricStat?.Metric?.Dimensions),
  );
  return {
    ...forgottenAlarm(alarm.AlarmName ?? '', 'metric'),
    metric: own[0],
    metrics: [...own, ...inside],
    now: stateNow(alarm),
  };
};

const compositeAlarm = (alarm: CompositeAlarm): KnownAlarm => ({
  ...forgottenAlarm(alarm.AlarmName ?? '', 'composite'),
  // Children stand in the rule as ALARM("name"), OK(name) or by their ARN.
  children: [...(alarm.AlarmRule ?? '').matchAll(/\(\s*(?:"([^"]+)"|'([^']+)'|([^"'()\s]+))\s*\)/g)].map(
    ([, double, single, bare]) => (double ?? single ?? bare ?? '').replace(/^arn:[^\s]*:alarm:/, ''),
  ),
  now: stateNow(alarm),
});

const logAlarm = (alarm: LogAlarm): KnownAlarm => ({
  ...forgottenAlarm(alarm.AlarmName ?? '', 'log'),
  logGroups: alarm.ScheduledQueryConfiguration?.LogGroupIdentifiers ?? [],
  now: stateNow(alarm),
});

const watched = (
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly Dimension[] = [],
): readonly WatchedMetric[] =>
  namespace === undefined || name === undefined
    ? []
    : [
        {
          namespace,
          name,
          dimensions: Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
        },
      ];

const stateNow = ({
  StateValue,
  StateTransitionedTimestamp,
  StateUpdatedTimestamp,
}: MetricAlarm | CompositeAlarm | LogAlarm): KnownAlarm['now'] => {
  const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp;
  return StateValue === undefined || since === undefined ? undefined : { state: StateValue, sinceMs: since.getTime() };
};
