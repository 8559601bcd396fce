import { describe, expect, it } from '@jest/globals';
import { type Grant, grantsOf } from './grants.ts';
import { resourcesOf, templateOf } from './synthesize.ts';

/** What every function may do: write its own log and its traces. X-Ray knows no resources. */
const ofEveryFunction = (role: string): readonly string[] => [
  `logs:CreateLogStream on ${role}/Logs`,
  `logs:PutLogEvents on ${role}/Logs`,
  'xray:PutTelemetryRecords on *',
  'xray:PutTraceSegments on *',
];

const parameter = (name: string) => `ssm:GetParameter on ssm of this account: parameter/opsrunbook/dev/${name}`;
const REDACTION_KEY = parameter('redaction-key');

/** ListBucket makes S3 answer 404 instead of 403 for a key that does not exist. */
const READS_EVIDENCE = ['s3:GetObject on Storage/Evidence/evidence/*', 's3:ListBucket on Storage/Evidence'];

const ofCollector = (collector: string): readonly string[] => [
  ...READS_EVIDENCE,
  `s3:PutObject on Storage/Evidence/evidence/*/*/${collector}.json`,
  REDACTION_KEY,
];

const invokes = (path: string): readonly string[] =>
  ['', ':$LATEST'].map((version) => `lambda:InvokeFunction on ${path}/Function${version}`);

/** The whole list: who may do what. A change of it is a change of what the product may do in the operator's account. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'IncidentApi/Handler': [
    'dynamodb:GetItem on Storage/Incidents',
    'dynamodb:GetItem on Storage/Packets',
    'dynamodb:GetItem on Storage/Snapshots',
    'dynamodb:PutItem on Storage/Incidents',
    'dynamodb:PutItem on Storage/Snapshots',
    'dynamodb:Query on Storage/Incidents',
    'dynamodb:Query on Storage/Incidents/index/incidents-by-age',
    'dynamodb:Query on Storage/Packets',
    'dynamodb:Query on Storage/Snapshots',
    ...READS_EVIDENCE,
    's3:GetObject on Storage/Evidence/packets/*',
    's3:PutObject on Storage/Evidence/evidence/*/*/request.json',
    'states:StartExecution on Orchestrator/Workflow',
    'states:DescribeExecution on states of this account: execution:name of Orchestrator/Workflow:*',
    REDACTION_KEY,
  ],
  'Collectors/cloudwatch-logs': [
    ...ofCollector('cloudwatch-logs'),
    'logs:StartQuery on logs of this account: log-group:*',
    'logs:DescribeLogGroups on logs of this account: log-group:*',
    'logs:GetQueryResults on *',
    'logs:StopQuery on *',
  ],
  'Collectors/cloudwatch-metrics': [...ofCollector('cloudwatch-metrics'), 'cloudwatch:GetMetricData on *'],
  'Collectors/step-functions': [
    ...ofCollector('step-functions'),
    'states:ListExecutions on states of this account: stateMachine:*',
    'states:DescribeExecution on states of this account: execution:*',
    'states:GetExecutionHistory on states of this account: execution:*',
  ],
  'Collectors/service-graph': [...ofCollector('service-graph'), 'xray:GetServiceGraph on *'],
  'Collectors/traces': [...ofCollector('traces'), 'xray:GetTraceSummaries on *', 'xray:BatchGetTraces on *'],
  'Collectors/alarms': [
    ...ofCollector('alarms'),
    'cloudwatch:DescribeAlarms on *',
    'cloudwatch:DescribeAlarmHistory on *',
  ],
  'Collectors/changes': [
    ...ofCollector('changes'),
    'cloudtrail:LookupEvents on *',
    'ssm:DescribeParameters on *',
    'cloudformation:DescribeStackEvents on cloudformation of this account: stack/*',
    'lambda:ListVersionsByFunction on lambda of this account: function:*',
    'lambda:GetAlias on lambda of this account: function:*',
    'ssm:GetParameterHistory on ssm of this account: parameter/*',
  ],
  'Orchestrator/Seal': [
    ...READS_EVIDENCE,
    's3:PutObject on Storage/Evidence/evidence/*/*.json',
    'dynamodb:PutItem on Storage/Snapshots',
    'events:PutEvents on Events/Bus',
    REDACTION_KEY,
  ],
  'Analyzer/Analyze': [
    ...READS_EVIDENCE,
    's3:GetObject on Storage/Evidence/packets/*',
    's3:PutObject on Storage/Evidence/packets/*/*.json',
    'dynamodb:PutItem on Storage/Packets',
    'events:PutEvents on Events/Bus',
    'sqs:SendMessage on Analyzer/DeadLetters/Queue',
    REDACTION_KEY,
  ],
  'Actions/Run': [
    'dynamodb:GetItem on Storage/Incidents',
    'dynamodb:PutItem on Storage/Incidents',
    'dynamodb:UpdateItem on Storage/Incidents', // the actions of an hour are counted in one item
    'dynamodb:Query on Storage/Incidents/index/incidents-by-age', // unsettled actions
    'dynamodb:GetItem on Storage/Packets',
    ...READS_EVIDENCE,
    's3:GetObject on Storage/Evidence/packets/*',
    's3:PutObject on Storage/Evidence/actions/*/*/*/*.json',
    'events:PutEvents on Events/Bus',
    'sqs:SendMessage on Actions/DeadLetters/Queue',
    ...['ReceiveMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'DeleteMessage', 'GetQueueAttributes'].map(
      (action) => `sqs:${action} on Actions/Deliveries`,
    ),
    ...['jira-token', 'teams-webhook', 'github-private-key', 'automation-enabled'].map(parameter),
    REDACTION_KEY,
  ],
  'Demo/GenerateLogs': [],
};

const WORKFLOW_GRANTS = [
  ...invokes('Collectors/cloudwatch-logs'),
  ...invokes('Collectors/cloudwatch-metrics'),
  ...invokes('Collectors/step-functions'),
  ...invokes('Collectors/service-graph'),
  ...invokes('Collectors/traces'),
  ...invokes('Collectors/alarms'),
  ...invokes('Collectors/changes'),
  ...invokes('Orchestrator/Seal'),
  ...['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'].map(
    (action) => `logs:${action} on *`,
  ),
  ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'].map((action) => `logs:${action} on *`),
  ...['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map(
    (action) => `xray:${action} on *`,
  ),
];

/** The APIs that know no resource; each forces the `*` it has. */
const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'xray:': 'X-Ray authorises traces and sampling rules for the whole account only',
  'logs:GetQueryResults': 'named by query id; queries are no IAM resource',
  'logs:StopQuery': 'named by query id; queries are no IAM resource',
  'cloudwatch:GetMetricData': 'metrics are no IAM resource',
  'cloudwatch:DescribeAlarm': 'a narrower grant leaves composite alarms out of the answers',
  'cloudtrail:LookupEvents': 'the event history is no IAM resource',
  'ssm:DescribeParameters': 'lists all parameters or none',
};
const LOG_DELIVERY = /^logs:(\w+LogDeliver(y|ies)|\w+ResourcePolic(y|ies)|DescribeLogGroups)$/;

const lines = (grants: readonly Grant[], role: string): readonly string[] =>
  grants
    .filter((grant) => grant.role === role)
    .map(({ action, resource }) => `${action} on ${resource}`)
    .sort();

describe('permissions', () => {
  const grants = grantsOf(templateOf('dev'));

  it('are these and no others for every function', () => {
    for (const [role, own] of Object.entries(GRANTS)) {
      expect({ [role]: lines(grants, role) }).toEqual({ [role]: [...own, ...ofEveryFunction(role)].sort() });
    }
  });

  it('are these and no others for the workflow, whose logs and traces are delivered without resources', () => {
    expect(lines(grants, 'Orchestrator/Workflow')).toEqual([...WORKFLOW_GRANTS].sort());
  });

  it('belong to no role outside the list', () => {
    expect(new Set(grants.map(({ role }) => role))).toEqual(new Set([...Object.keys(GRANTS), 'Orchestrator/Workflow']));
  });

  it('name a resource unless the API knows none', () => {
    const unexplained = grants
      .filter(({ resource }) => resource === '*')
      .filter(({ action }) => !Object.keys(WITHOUT_RESOURCE).some((prefix) => action.startsWith(prefix)))
      .filter(({ role, action }) => !(role === 'Orchestrator/Workflow' && LOG_DELIVERY.test(action)));
    expect(unexplained).toEqual([]);
  });

  it('keep the collector of changes from the history, and so the values, of our own parameters', () => {
    const denied = resourcesOf(templateOf('prod'), 'AWS::IAM::Policy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toMatchObject([{ Action: 'ssm:GetParameterHistory' }]);
    expect(JSON.stringify(denied)).toContain(':parameter/opsrunbook/*');
  });

  it('never include a wildcard in an action, because nobody can tell what that allows tomorrow', () => {
    expect(grants.filter(({ action }) => action.includes('*'))).toEqual([]);
  });

  it('never include deleting: evidence, packets and items end by lifecycle and time to live only', () => {
    expect(grants.filter(({ action }) => /^(s3|dynamodb):.*Delete/.test(action))).toEqual([]);
  });
});
