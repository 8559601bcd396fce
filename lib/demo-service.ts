import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AlarmRegistry } from './monitoring.ts';
import { ServiceFunction } from './service-function.ts';
import type { StageConfig } from './stage-config.ts';

export interface DemoServiceProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
}

/** A small service that fails when it is called, so that there is an incident to try the product on. It may read and write nothing. */
export class DemoService extends Construct {
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, { stage, alarms }: DemoServiceProps) {
    super(scope, id);
    this.function = new ServiceFunction(this, 'GenerateLogs', {
      lambda: 'generate-logs',
      stage,
      alarms,
      description: 'Demo service: writes the logs of a failing checkout',
      timeout: Duration.seconds(30),
      environment: { SERVICE_NAME: 'checkout' },
      onError: {
        severity: 'warning',
        summary: 'The demo service failed, which is what it is for.',
        article: 'demo-service-errors',
      },
    });
  }
}
