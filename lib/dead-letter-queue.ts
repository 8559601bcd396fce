import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmRegistry } from './monitoring.ts';

export interface DeadLetterQueueProps {
  readonly alarms: AlarmRegistry;
  /** Whose events end here, for the alarm's text. */
  readonly of: string;
}

/** Where events wait that a consumer failed for good: kept for fourteen days, two alarms, one encrypted queue. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { alarms, of }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest SQS keeps anything: a long weekend and a holiday pass before an event is lost.
      retentionPeriod: Duration.days(14),
    });
    alarms.add(this, 'Depth', {
      severity: 'critical',
      summary: `Events ${of} gave up on are waiting.`,
      article: 'dead-letters-waiting',
      metric: this.depth,
    });
    alarms.add(this, 'Age', {
      severity: 'critical',
      summary: `Events ${of} gave up on have waited for more than ten minutes.`,
      article: 'dead-letters-ageing',
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
      above: Duration.minutes(10).toSeconds(),
    });
  }

  /** How many events wait. */
  get depth(): Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: Stats.MAXIMUM,
    });
  }
}
