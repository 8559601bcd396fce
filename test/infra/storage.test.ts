import { describe, expect, it } from '@jest/globals';
import { INCIDENT_LIST_INDEX, incidentListKey, itemKeys } from '@opsrunbook/contracts';
import { Match } from 'aws-cdk-lib/assertions';
import { resourcesOf, templateOf } from './synthesize.ts';

const denials = (stage: 'dev' | 'prod') =>
  resourcesOf(templateOf(stage), 'AWS::S3::BucketPolicy')
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .filter((statement) => statement.Effect === 'Deny');

describe('the evidence bucket', () => {
  it('is one, private, encrypted and versioned', () => {
    templateOf('prod').resourceCountIs('AWS::S3::Bucket', 1);
    templateOf('prod').hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('ends objects by age, old versions a month later, and uploads nobody finished', () => {
    templateOf('prod').hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            Status: 'Enabled',
            ExpirationInDays: 396,
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          }),
        ],
      },
    });
  });

  it('refuses everyone who comes without TLS 1.2', () => {
    const conditions = denials('dev')
      .filter(({ Action }) => Action === 's3:*')
      .map(({ Condition }) => Condition);
    expect(conditions).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]);
  });

  it('refuses a put that could replace a sealed object, whoever sends it', () => {
    const writes = denials('dev').filter(({ Action }) => Action === 's3:PutObject');
    expect(writes).toEqual([
      expect.objectContaining({ Principal: { AWS: '*' }, Condition: { Null: { 's3:if-none-match': 'true' } } }),
    ]);
  });

  it('refuses to delete sealed objects where data is retained', () => {
    const actions = denials('prod').flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion']));
  });
});

describe('the tables', () => {
  const keyOf = (schema: readonly { AttributeName: string; KeyType: string }[]) =>
    schema.map(({ AttributeName }) => AttributeName);
  const tables = resourcesOf(templateOf('prod'), 'AWS::DynamoDB::Table');

  it('are three, keyed as the contracts build their keys', () => {
    expect(tables.map(({ path }) => path)).toEqual(['Storage/Incidents', 'Storage/Snapshots', 'Storage/Packets']);
    const names = Object.keys(itemKeys.incident('inc-20260303t120000-0123456789'));
    for (const { properties } of tables) expect(keyOf(properties.KeySchema)).toEqual(names);
  });

  it('are paid per request, restorable to any second, and forget what has expired', () => {
    for (const { properties } of tables) {
      expect(properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      });
    }
  });

  it('list incidents by age through one sparse index', () => {
    const indexes = tables.flatMap(({ properties }) => properties.GlobalSecondaryIndexes ?? []);
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual([INCIDENT_LIST_INDEX]);
    expect(keyOf(indexes[0].KeySchema)).toEqual(Object.keys(incidentListKey('2026-03-03T12:00:00Z', 'inc')));
  });
});
