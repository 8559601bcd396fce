import type { CollectorsConfigV1 } from '@opsrunbook/contracts';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ActionsRunner } from './actions-runner.ts';
import { Analyzer } from './analyzer.ts';
import { Collectors } from './collectors.ts';
import { OperationsDashboard } from './dashboard.ts';
import { DemoService } from './demo-service.ts';
import { PipelineBus } from './event-bus.ts';
import { EvidenceOrchestrator } from './evidence-orchestrator.ts';
import { IncidentApi } from './incident-api.ts';
import { Monitoring } from './monitoring.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { SecretParameter } from './parameters.ts';
import type { StageConfig } from './stage-config.ts';
import { Storage } from './storage.ts';

export interface OpsRunbookStackProps {
  readonly stage: StageConfig;
  /** Which collectors are on and what each may spend. */
  readonly collectors: CollectorsConfigV1;
  /** Account and region. Absent: those of the credentials that deploy. */
  readonly env?: NonNullable<StackProps['env']>;
}

/** One deployment of OpsRunbook. */
export class OpsRunbookStack extends Stack {
  constructor(scope: Construct, { stage, collectors: config, env }: OpsRunbookStackProps) {
    super(scope, `OpsRunbook-${stage.name}`, {
      description: `OpsRunbook ${stage.name}: collects, seals and analyzes the evidence of incidents, and acts on it`,
      terminationProtection: stage.retainData,
      ...(env === undefined ? {} : { env }),
    });
    const alarms = new Monitoring(this, 'Monitoring', { runbookUrl: stage.runbookUrl });
    const storage = new Storage(this, 'Storage', { stage });
    const { bus } = new PipelineBus(this, 'Events', { stage });
    const redactionKey = new SecretParameter(this, 'RedactionKey', { stageName: stage.name, name: 'redaction-key' });
    const shared = { stage, alarms, storage, redactionKey };

    const { enabled: collectors } = new Collectors(this, 'Collectors', { ...shared, config });
    const orchestrator = new EvidenceOrchestrator(this, 'Orchestrator', { ...shared, collectors, bus });
    // First in the flow, here because its function is told which workflow to start.
    const api = new IncidentApi(this, 'IncidentApi', { ...shared, workflow: orchestrator.stateMachine });
    const analyzer = new Analyzer(this, 'Analyzer', { ...shared, bus });
    const actions = new ActionsRunner(this, 'Actions', { ...shared, bus });

    const runners = collectors.map(({ runner }) => runner);
    const demo = stage.demoService ? [new DemoService(this, 'Demo', { stage, alarms }).function] : [];
    new OperationsDashboard(this, 'Operations', {
      name: this.stackName,
      monitoring: alarms,
      api,
      orchestrator,
      analyzer,
      actions,
      functions: [api.handler, ...runners, orchestrator.seal, analyzer.function, actions.function],
    });
    acknowledgeFindings(this, { storage, collectors, orchestrator, api, analyzer, actions, others: demo });
    for (const service of demo) {
      this.#output({ DemoFunction: service.function.functionName, DemoLogGroup: service.logGroup.logGroupName });
    }
    this.#output({
      ApiUrl: api.url,
      EvidenceBucket: storage.bucket.bucketName,
      IncidentsTable: storage.incidents.tableName,
      SnapshotsTable: storage.snapshots.tableName,
      PacketsTable: storage.packets.tableName,
      StateMachineArn: orchestrator.stateMachine.stateMachineArn,
      EventBusName: bus.eventBusName,
      ActionsQueueUrl: actions.queue.queueUrl,
      RunActionsFunction: actions.function.function.functionName,
      RunActionsLogGroup: actions.function.logGroup.logGroupName,
      CriticalAlarmTopic: alarms.topics.critical.topicArn,
      WarningAlarmTopic: alarms.topics.warning.topicArn,
    });
  }

  #output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
