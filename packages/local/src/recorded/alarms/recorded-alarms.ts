import type { AlarmStates } from '@opsrunbook/collector-alarms';
import type { RecordedAlarms } from '../further-telemetry-schema.ts';
import { pageOf } from '../service-error.ts';

const PAGE_SIZE = 100;

/** Answers DescribeAlarms and DescribeAlarmHistory from a recording, by the API's own rules: metric alarms only unless told. */
export const recordedAlarms = (recorded: RecordedAlarms): AlarmStates => ({
  describeAlarms: async ({ AlarmTypes = ['MetricAlarm'], MaxRecords = PAGE_SIZE, NextToken }) => {
    const all = [
      ...(AlarmTypes.includes('MetricAlarm') ? recorded.metric_alarms.map((metric) => ({ metric })) : []),
      ...(AlarmTypes.includes('CompositeAlarm') ? recorded.composite_alarms.map((composite) => ({ composite })) : []),
      ...(AlarmTypes.includes('LogAlarm') ? recorded.log_alarms.map((log) => ({ log: logAlarm(log) })) : []),
    ];
    const { items, next } = pageOf(all, NextToken, MaxRecords, 'InvalidNextToken');
    return {
      MetricAlarms: items.flatMap((one) => ('metric' in one ? one.metric : [])),
      CompositeAlarms: items.flatMap((one) => ('composite' in one ? one.composite : [])),
      LogAlarms: items.flatMap((one) => ('log' in one ? one.log : [])),
      NextToken: next,
    };
  },
  describeAlarmHistory: async ({ AlarmTypes = ['MetricAlarm'], HistoryItemType, StartDate, EndDate, ...paging }) => {
    const items = recorded.history
      .filter((item) => AlarmTypes.includes(item.AlarmType))
      .filter((item) => HistoryItemType === undefined || item.HistoryItemType === HistoryItemType)
      .filter(({ Timestamp }) => StartDate === undefined || Timestamp >= StartDate)
      .filter(({ Timestamp }) => EndDate === undefined || Timestamp <= EndDate)
      .sort((a, b) => a.Timestamp.getTime() - b.Timestamp.getTime());
    const ordered = paging.ScanBy === 'TimestampAscending' ? items : items.toReversed();
    const page = pageOf(ordered, paging.NextToken, paging.MaxRecords ?? PAGE_SIZE, 'InvalidNextToken');
    return { AlarmHistoryItems: page.items.map(historyItem), NextToken: page.next };
  },
});

/** Of a log alarm's query only its log groups are recorded. */
const logAlarm = ({ log_groups, ...alarm }: RecordedAlarms['log_alarms'][number]) => ({
  ...alarm,
  ScheduledQueryConfiguration: {
    QueryString: undefined,
    LogGroupIdentifiers: log_groups,
    ScheduledQueryRoleARN: undefined,
    ScheduleConfiguration: undefined,
    AggregationExpression: undefined,
  },
});

const historyItem = ({ HistoryData, ...item }: RecordedAlarms['history'][number]) => ({
  ...item,
  ...(HistoryData !== undefined && { HistoryData: JSON.stringify(HistoryData) }),
});
