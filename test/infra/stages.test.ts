import { describe, expect, it } from '@jest/globals';
import { STAGE_NAMES, type StageConfig, stageConfig, validStage } from '../../lib/stage-config.ts';
import { resourcesOf, templateOf } from './synthesize.ts';

const typesOf = (stage: (typeof STAGE_NAMES)[number]): ReadonlySet<string> =>
  new Set(Object.values(templateOf(stage).toJSON().Resources).map((resource) => String(Object(resource).Type)));

/** Types whose loss loses data, and the property that would give them a fixed name. */
const STATEFUL = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Logs::LogGroup': 'LogGroupName',
} as const;

describe('stages', () => {
  it('refuse a name that is none of them, and say which there are', () => {
    expect(() => stageConfig('staging')).toThrow('there is no stage "staging"; expected one of dev, prod, e2e');
  });

  it('report every problem of their data at once', () => {
    const stage: StageConfig = {
      ...stageConfig('prod'),
      evidenceDays: 0,
      apiRate: { perSecond: 10, burst: 5 },
      authorization: { kind: 'jwt', issuer: 'http://issuer.example', audience: [] },
      demoService: true,
    };
    expect(() => validStage(stage)).toThrow(
      'stage prod: evidenceDays is 0, expected a whole number above 0; apiRate.burst is below apiRate.perSecond; ' +
        'the JWT issuer "http://issuer.example" is not an https address; the JWT audience is empty: every token of the issuer ' +
        'would be let in; demoService is on beside data that is retained',
    );
  });

  it('deploy the demo service outside prod only: it fails on purpose', () => {
    const deployed = STAGE_NAMES.filter((stage) =>
      resourcesOf(templateOf(stage), 'AWS::Lambda::Function').some(({ path }) => path.startsWith('Demo/')),
    );
    expect(deployed).toEqual(['dev', 'e2e']);
  });

  it('differ in resource types only by what e2e leaves out, each with a reason', () => {
    const { leftOut } = stageConfig('e2e');
    const missing = [...typesOf('dev')].filter((type) => !typesOf('e2e').has(type));
    expect(missing).toEqual(leftOut.map(({ type }) => type));
    expect(leftOut.every(({ reason }) => reason.length > 20)).toBe(true);
    expect([...typesOf('prod')].sort()).toEqual([...typesOf('dev')].sort());
  });

  it.each(STAGE_NAMES)(
    '%s fixes no name of anything that holds data, so that it can be replaced without a clash',
    (stage) => {
      for (const [type, name] of Object.entries(STATEFUL)) {
        for (const { path, properties } of resourcesOf(templateOf(stage), type)) {
          expect({ path, name: properties?.[name] }).toEqual({ path, name: undefined });
        }
      }
    },
  );

  it('prod keeps evidence, items and logs when the stack goes, and the stack does not go by mistake', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup']) {
      const policies = resourcesOf(templateOf('prod'), type).map(({ deletionPolicy }) => deletionPolicy);
      expect(new Set(policies)).toEqual(new Set(['Retain']));
    }
    expect(
      resourcesOf(templateOf('prod'), 'AWS::DynamoDB::Table').every((t) => t.properties.DeletionProtectionEnabled),
    ).toBe(true);
  });

  it.each(STAGE_NAMES)(
    '%s carries no secret: variables name parameters, and nothing resolves a secret into the template',
    (stage) => {
      const template = JSON.stringify(templateOf(stage).toJSON());
      expect(template).not.toContain('{{resolve:');
      const names = resourcesOf(templateOf(stage), 'AWS::Lambda::Function').flatMap(({ properties }) =>
        Object.keys(properties.Environment.Variables),
      );
      expect(names.filter((name) => /SECRET|TOKEN|PASSWORD|KEY$/.test(name) && !/_PARAMETER$/.test(name))).toEqual([]);
    },
  );

  it('publish what people and scripts need to find', () => {
    expect(Object.keys(templateOf('dev').toJSON().Outputs).sort()).toEqual([
      'ActionsQueueUrl',
      'ApiUrl',
      'CriticalAlarmTopic',
      'DemoFunction',
      'DemoLogGroup',
      'EventBusName',
      'EvidenceBucket',
      'IncidentsTable',
      'PacketsTable',
      'RunActionsFunction',
      'RunActionsLogGroup',
      'SnapshotsTable',
      'StateMachineArn',
      'WarningAlarmTopic',
    ]);
  });
});
