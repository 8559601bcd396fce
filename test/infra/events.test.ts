import { describe, expect, it } from '@jest/globals';
import { EVENT_SOURCE, INCIDENT_ANALYZED, SNAPSHOT_PERSISTED } from '@opsrunbook/contracts';
import { STAGE_NAMES } from '../../lib/stage-config.ts';
import { resourcesOf, templateOf } from './synthesize.ts';

describe('events', () => {
  const rules = resourcesOf(templateOf('prod'), 'AWS::Events::Rule').filter(
    ({ properties }) => properties.EventPattern !== undefined,
  );
  const ours = (detailType: string) => ({
    account: [{ Ref: 'AWS::AccountId' }],
    source: [EVENT_SOURCE],
    'detail-type': [detailType],
  });

  it('bring every sealed snapshot of this account to the analyzer, and every packet to the action runner', () => {
    expect(rules.map(({ path, properties }) => ({ path, pattern: properties.EventPattern }))).toEqual([
      { path: 'Analyzer/SnapshotPersisted', pattern: ours(SNAPSHOT_PERSISTED) },
      { path: 'Actions/IncidentAnalyzed', pattern: ours(INCIDENT_ANALYZED) },
    ]);
  });

  it('are retried for a stated time and then kept: without a queue EventBridge drops them silently', () => {
    for (const target of rules.flatMap(({ properties }) => properties.Targets)) {
      expect(target.DeadLetterConfig.Arn).toBeDefined();
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    }
  });

  it('travel on a bus of our own, and can be replayed from its archive', () => {
    const [bus] = resourcesOf(templateOf('prod'), 'AWS::Events::EventBus');
    expect(rules.every(({ properties }) => properties.EventBusName.Ref === bus?.id)).toBe(true);
    templateOf('prod').hasResourceProperties('AWS::Events::Archive', {
      SourceArn: { 'Fn::GetAtt': [bus?.id, 'Arn'] },
      EventPattern: { source: [EVENT_SOURCE] },
      RetentionDays: 90,
    });
  });

  it.each(STAGE_NAMES)('that %s gave up on stay fourteen days, encrypted, and come over TLS', (stage) => {
    for (const { properties } of resourcesOf(templateOf(stage), 'AWS::SQS::Queue')) {
      expect(properties).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    }
    const policies = resourcesOf(templateOf(stage), 'AWS::SQS::QueuePolicy').flatMap(
      ({ properties }) => properties.PolicyDocument.Statement,
    );
    expect(policies).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });
});
