import { type CollectorName, objectKeys } from '@opsrunbook/contracts';
import { type Acknowledgment, CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Analyzer } from './analyzer.ts';
import type { EnabledCollector } from './collectors.ts';
import type { EvidenceOrchestrator } from './evidence-orchestrator.ts';
import type { IncidentApi } from './incident-api.ts';
import type { ServiceFunction } from './service-function.ts';
import { ANY_RUN, type Storage } from './storage.ts';

export interface AcknowledgedConstructs {
  readonly storage: Storage;
  readonly collectors: readonly EnabledCollector[];
  readonly orchestrator: EvidenceOrchestrator;
  readonly api: IncidentApi;
  readonly analyzer: Analyzer;
  /** Further functions that are only called synchronously. */
  readonly others: readonly ServiceFunction[];
}

/** Every finding of cdk-nag that stays, on the construct it stays for, with the reason. Whatever is not here fails the synth. */
export const acknowledgeFindings = (stack: Stack, constructs: AcknowledgedConstructs): void => {
  const { storage, collectors, orchestrator, api, analyzer, others } = constructs;
  const stages = [...collectors.map(({ runner }) => runner), orchestrator.seal, api.handler];
  acknowledge([stack], DESIGN_DECISIONS);
  acknowledge([storage.bucket], BUCKET_DECISIONS);
  acknowledge([...stages, ...others], CALLED_SYNCHRONOUSLY);
  acknowledge([analyzer], DEAD_LETTERS);
  acknowledge([...stages, analyzer.function, ...others], [TRACES]);
  const keys = (pattern: string) => objectKeysLike(storage, pattern);
  for (const { collector, runner } of collectors) {
    acknowledge([runner], [keys('evidence/*'), keys(objectKeys.evidence(ANY_RUN, collector))]);
    acknowledge([runner], INVESTIGATED_RESOURCES[collector] ?? []);
  }
  acknowledge([orchestrator.seal], [keys('evidence/*'), keys(objectKeys.manifest(ANY_RUN))]);
  acknowledge([api.handler], [keys('evidence/*'), keys('packets/*'), keys(objectKeys.request(ANY_RUN))]);
  acknowledge([analyzer.function], [keys('evidence/*'), keys('packets/*'), keys(objectKeys.packet(ANY_RUN))]);
  acknowledge([orchestrator.stateMachine], [wildcard('*', 'Log delivery and X-Ray have no resources to name')]);
  acknowledge([api.handler], [executionsOf(orchestrator)]);
};

const inAccount = (service: string, resource: string): string =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;

const wildcard = (resource: string, reason: string): Acknowledgment => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  reason,
});

const nist = (rule: string, reason: string): Acknowledgment => ({ id: `NIST.800.53.R5-${rule}`, reason });

const DESIGN_DECISIONS = [
  nist(
    'LambdaInsideVPC',
    'Functions call AWS APIs only, over TLS and with their roles; a VPC would add endpoints to pay and break, and isolate nothing',
  ),
  nist(
    'LambdaConcurrency',
    'Reserving takes concurrency from the account’s other functions; the API is throttled at the gateway, which bounds all that follows',
  ),
  nist(
    'CloudWatchLogGroupEncrypted',
    'CloudWatch encrypts at rest with its own key; our logs hold ids, counts and durations, never evidence, headers or bodies',
  ),
  nist(
    'IAMNoInlinePolicy',
    'Each policy belongs to one role and lives and dies with it; a managed policy could be attached elsewhere by mistake',
  ),
  nist(
    'DynamoDBInBackupPlan',
    'Point-in-time recovery restores any second of the last 35 days; a backup plan is the account owner’s and selects by tag',
  ),
];

const BUCKET_DECISIONS = [
  ...['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'].map((id) => ({
    id,
    reason:
      'Each object is written once, by one role, and listed with its hash in a manifest; who reads is in CloudTrail’s data events',
  })),
  nist(
    'S3BucketReplicationEnabled',
    'Evidence can be collected again while its sources keep it; versions guard against deletion',
  ),
  nist(
    'S3DefaultEncryptionKMS',
    'Encrypted with S3’s key: evidence is redacted before it is stored, and who may read is one IAM policy, not two',
  ),
];

const CALLED_SYNCHRONOUSLY = ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'].map((id) => ({
  id,
  reason: 'Called synchronously by the API, the workflow or a person, who see the failure; there is no event to keep',
}));

const DEAD_LETTERS = [
  { id: 'Serverless-SQSRedrivePolicy', reason: 'It is the dead-letter queue; its own alarms watch depth and age' },
  {
    id: 'Serverless-LambdaAsyncFailureDestination',
    reason:
      'Failed events go to the function’s dead-letter queue, unwrapped, as the rule’s do: one redrive serves both',
  },
];

const TRACES = wildcard(
  '*',
  'X-Ray takes trace segments only with Resource *; collectors add APIs without resources, see collector-sources.ts',
);

const investigated = (service: string, resource: string, what: string): Acknowledgment =>
  wildcard(
    inAccount(service, resource),
    `Read only; which ${what} of this account an incident needs is known when it is reported`,
  );

const INVESTIGATED_RESOURCES: Readonly<Partial<Record<CollectorName, readonly Acknowledgment[]>>> = {
  'cloudwatch-logs': [investigated('logs', 'log-group:*', 'log groups')],
  'step-functions': [
    investigated('states', 'stateMachine:*', 'state machines'),
    investigated('states', 'execution:*', 'executions'),
  ],
  changes: [
    investigated('cloudformation', 'stack/*', 'stacks'),
    investigated('lambda', 'function:*', 'functions'),
    investigated('ssm', 'parameter/*', 'parameters'),
  ],
};

const objectKeysLike = ({ bucket }: Storage, pattern: string): Acknowledgment =>
  wildcard(
    `<${logicalId(bucket)}.Arn>/${pattern}`,
    'Keys of our own bucket in which incident and run are not known yet',
  );

const executionsOf = ({ stateMachine }: EvidenceOrchestrator): Acknowledgment => {
  const name = { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: logicalId(stateMachine) }] }] };
  return wildcard(
    inAccount('states', `execution:${JSON.stringify(name)}:*`),
    'Executions of our own workflow; their names are run ids',
  );
};

const logicalId = (construct: IConstruct): string => {
  const resource = construct.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new TypeError(`${construct.node.path} is no CloudFormation resource`);
  return Stack.of(construct).getLogicalId(resource);
};

const acknowledge = (constructs: readonly IConstruct[], findings: readonly Acknowledgment[]): void => {
  for (const construct of constructs) Validations.of(construct).acknowledge(...findings);
};
