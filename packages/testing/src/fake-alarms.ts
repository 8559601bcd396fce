import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  LogAlarm,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { awsError } from './aws-error.ts';
import { boundPage } from './bound-pages.ts';

/** The calls that can be made to fail, as IAM spells them. */
export type FakeAlarmsCall = 'DescribeAlarms' | 'DescribeAlarmHistory';

export interface FakeAlarmsProps {
  readonly metricAlarms?: readonly MetricAlarm[];
  readonly compositeAlarms?: readonly CompositeAlarm[];
  readonly logAlarms?: readonly LogAlarm[];
  readonly history?: readonly AlarmHistoryItem[];
  /** Items a page may hold; CloudWatch's own 100 by default. */
  readonly itemsPerPage?: number;
  /** Lists alarms, and items of one moment, in reverse order. */
  readonly shuffled?: boolean;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: FakeAlarmsCall, count: number) => void;
}

/** DescribeAlarms and DescribeAlarmHistory with the rules of the real ones: metric alarms only unless told, 100 a page, bound tokens. */
export class FakeAlarms {
  readonly calls: FakeAlarmsCall[] = [];
  readonly #props: FakeAlarmsProps;

  constructor(props: FakeAlarmsProps) {
    this.#props = props;
  }

  async describeAlarms(input: DescribeAlarmsCommandInput): Promise<Omit<DescribeAlarmsCommandOutput, '$metadata'>> {
    this.#called('DescribeAlarms');
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    const { metricAlarms = [], compositeAlarms = [], logAlarms = [] } = this.#props;
    const all = [
      ...metricAlarms.map((alarm) => ({ type: 'MetricAlarm' as const, MetricAlarms: [alarm] })),
      ...compositeAlarms.map((alarm) => ({ type: 'CompositeAlarm' as const, CompositeAlarms: [alarm] })),
      ...logAlarms.map((alarm) => ({ type: 'LogAlarm' as const, LogAlarms: [alarm] })),
    ].filter(({ type }) => types.includes(type));
    const { page, next } = this.#page(this.#props.shuffled ? all.toReversed() : all, input);
    return {
      MetricAlarms: page.flatMap((one) => ('MetricAlarms' in one ? one.MetricAlarms : [])),
      CompositeAlarms: page.flatMap((one) => ('CompositeAlarms' in one ? one.CompositeAlarms : [])),
      LogAlarms: page.flatMap((one) => ('LogAlarms' in one ? one.LogAlarms : [])),
      ...(next !== undefined && { NextToken: next }),
    };
  }

  async describeAlarmHistory(
    input: DescribeAlarmHistoryCommandInput,
  ): Promise<Omit<DescribeAlarmHistoryCommandOutput, '$metadata'>> {
    this.#called('DescribeAlarmHistory');
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    const { history = [], shuffled } = this.#props;
    const at = ({ Timestamp }: AlarmHistoryItem) => Timestamp?.getTime() ?? 0;
    const items = (shuffled ? history.toReversed() : history)
      .filter(({ AlarmType = 'MetricAlarm' }) => types.includes(AlarmType))
      .filter((item) => input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType)
      .filter((item) => at(item) >= (input.StartDate?.getTime() ?? 0))
      .filter((item) => at(item) <= (input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => (input.ScanBy === 'TimestampAscending' ? at(a) - at(b) : at(b) - at(a)));
    const { page, next } = this.#page(items, input);
    return { AlarmHistoryItems: [...page], ...(next !== undefined && { NextToken: next }) };
  }

  #page<T>(items: readonly T[], input: DescribeAlarmsCommandInput | DescribeAlarmHistoryCommandInput) {
    const { NextToken, ...request } = input;
    if ((input.MaxRecords ?? 50) > 100) throw awsError('ValidationError', 'client', 'MaxRecords is at most 100');
    const pageSize = Math.min(this.#props.itemsPerPage ?? 100, input.MaxRecords ?? 50);
    return boundPage(items, { request, token: NextToken, pageSize, invalidToken: 'InvalidNextToken' });
  }

  #called(call: FakeAlarmsCall): void {
    const count = this.calls.filter((made) => made === call).length;
    this.calls.push(call);
    this.#props.onCall?.(call, count);
  }
}
