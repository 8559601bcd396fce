import { EVENT_SOURCE } from '@opsrunbook/contracts';
import { Aws, Duration } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { provisions, type StageConfig } from './stage-config.ts';

export interface PipelineBusProps {
  readonly stage: StageConfig;
}

/** The classic event bus that joins the stages, with an archive to replay from. */
export class PipelineBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage }: PipelineBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: `Events between the stages of OpsRunbook ${stage.name}` });
    if (provisions(stage, 'AWS::Events::Archive')) {
      this.bus.archive('Archive', {
        description: 'Every event of the pipeline, to be replayed after a repair',
        eventPattern: { account: [Aws.ACCOUNT_ID], source: [EVENT_SOURCE] },
        retention: Duration.days(stage.archiveDays),
      });
    }
  }
}

/** Matches this product's events of one type, sent from this account. */
export const pipelineEvents = (detailType: string): EventPattern => ({
  account: [Aws.ACCOUNT_ID],
  source: [EVENT_SOURCE],
  detailType: [detailType],
});
