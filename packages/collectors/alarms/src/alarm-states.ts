import {
  type CloudWatchClient,
  DescribeAlarmHistoryCommand,
  type DescribeAlarmHistoryCommandInput,
  type DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  type DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type { CallOptions } from '@opsrunbook/evidence';

/** What CloudWatch answers; the SDK's bookkeeping is left out, so that a recording can answer too. */
export type AlarmsPage = Pick<
  DescribeAlarmsCommandOutput,
  'MetricAlarms' | 'CompositeAlarms' | 'LogAlarms' | 'NextToken'
>;
export type AlarmHistoryPage = Pick<DescribeAlarmHistoryCommandOutput, 'AlarmHistoryItems' | 'NextToken'>;

/** The two CloudWatch calls this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface AlarmStates {
  describeAlarms(input: DescribeAlarmsCommandInput, options?: CallOptions): Promise<AlarmsPage>;
  describeAlarmHistory(input: DescribeAlarmHistoryCommandInput, options?: CallOptions): Promise<AlarmHistoryPage>;
}

/** The port over the real client; timeouts and retry mode are the client's own. */
export const alarmStatesOf = (client: Pick<CloudWatchClient, 'send'>): AlarmStates => ({
  describeAlarms: (input, options) => client.send(new DescribeAlarmsCommand(input), options),
  describeAlarmHistory: (input, options) => client.send(new DescribeAlarmHistoryCommand(input), options),
});
