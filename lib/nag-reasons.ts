import type { Acknowledgment } from 'aws-cdk-lib';

const nist = (rule: string, reason: string): Acknowledgment => ({ id: `NIST.800.53.R5-${rule}`, reason });

/** Findings on the whole stack. */
export const DESIGN_DECISIONS = [
  nist(
    'LambdaInsideVPC',
    'Functions call AWS APIs only, over TLS and with their roles; a VPC would add endpoints to pay and break, and isolate nothing',
  ),
  nist(
    'LambdaConcurrency',
    'Reserving takes concurrency from the account’s other functions; the API is throttled at the gateway, which bounds all that follows, and the action runner is bounded by its event source',
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

/** Findings on the evidence bucket. */
export const BUCKET_DECISIONS = [
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

/** Findings on functions whose callers wait for them. */
export const CALLED_SYNCHRONOUSLY = ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ'].map((id) => ({
  id,
  reason: 'Called synchronously by the API, the workflow or a person, who see the failure; there is no event to keep',
}));

/** Findings on consumers of events and their dead-letter queues. */
export const DEAD_LETTERS = [
  { id: 'Serverless-SQSRedrivePolicy', reason: 'It is the dead-letter queue; its own alarms watch depth and age' },
  {
    id: 'Serverless-LambdaAsyncFailureDestination',
    reason:
      'Failed events go to the function’s dead-letter queue, unwrapped, as the rule’s do: one redrive serves both',
  },
];

/** Findings on a function that a queue feeds. */
export const FED_BY_QUEUE = [
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    reason:
      'Failure destinations are for streams; for a queue it is the queue’s own redrive that puts deliveries aside',
  },
];
