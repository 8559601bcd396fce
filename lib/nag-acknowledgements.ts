import { type CollectorName, objectKeys } from '@opsrunbook/contracts';
import { type Acknowledgment, CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ActionsRunner } from './actions-runner.ts';
import type { Analyzer } from './analyzer.ts';
import type { EnabledCollector } from './collectors.ts';
import type { EvidenceOrchestrator } from './evidence-orchestrator.ts';
import type { IncidentApi } from './incident-api.ts';
import { BUCKET_DECISIONS, CALLED_SYNCHRONOUSLY, DEAD_LETTERS, DESIGN_DECISIONS, FED_BY_QUEUE } from './nag-reasons.ts';
import type { ServiceFunction } from './service-function.ts';
import { ANY_RUN, type Storage } from './storage.ts';

export interface AcknowledgedConstructs {
  readonly storage: Storage;
  readonly collectors: readonly EnabledCollector[];
  readonly orchestrator: EvidenceOrchestrator;
  readonly api: IncidentApi;
  readonly analyzer: Analyzer;
  readonly actions: ActionsRunner;
  /** Further functions that are only called synchronously. */
  readonly others: readonly ServiceFunction[];
}

/** Every finding of cdk-nag that stays, on the construct it stays for, with the reason. Whatever is not here fails the synth. */
export const acknowledgeFindings = (stack: Stack, constructs: AcknowledgedConstructs): void => {
  const { storage, collectors, orchestrator, api, analyzer, actions, others } = constructs;
  const stages = [...collectors.map(({ runner }) => runner), orchestrator.seal, api.handler];
  acknowledge([stack], DESIGN_DECISIONS);
  acknowledge([storage.bucket], BUCKET_DECISIONS);
  acknowledge([...stages, ...others], CALLED_SYNCHRONOUSLY);
  acknowledge([analyzer, actions], DEAD_LETTERS);
  acknowledge([actions.function], FED_BY_QUEUE);
  acknowledge([...stages, analyzer.function, actions.function, ...others], [TRACES]);
  const keys = (pattern: string) => objectKeysLike(storage, pattern);
  for (const { collector, runner } of collectors) {
    acknowledge([runner], [keys('evidence/*'), keys(objectKeys.evidence(ANY_RUN, collector))]);
    acknowledge([runner], INVESTIGATED_RESOURCES[collector] ?? []);
  }
  acknowledge([orchestrator.seal], [keys('evidence/*'), keys(objectKeys.manifest(ANY_RUN))]);
  acknowledge([api.handler], [keys('evidence/*'), keys('packets/*'), keys(objectKeys.request(ANY_RUN))]);
  acknowledge([analyzer.function], [keys('evidence/*'), keys('packets/*'), keys(objectKeys.packet(ANY_RUN))]);
  const payloads = keys(objectKeys.payload(ANY_RUN, '*', '*'));
  acknowledge([actions.function], [keys('evidence/*'), keys('packets/*'), payloads]);
  acknowledge([orchestrator.stateMachine], [wildcard('*', 'Log delivery and X-Ray have no resources to name')]);
  acknowledge([api.handler], [executionsOf(orchestrator)]);
};

const inAccount = (service: string, resource: string): string =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;

const wildcard = (resource: string, reason: string): Acknowledgment => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  reason,
});

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
