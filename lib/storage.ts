import { INCIDENT_LIST_INDEX } from '@opsrunbook/contracts';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, Grant, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StageConfig } from './stage-config.ts';

/** Stands for every run in a key of `objectKeys`: `objectKeys.request(ANY_RUN)` names every request there is. */
export const ANY_RUN = { incident_id: '*', run_id: '*' } as const;

/** The prefixes of everything kept in the bucket. */
export const OBJECT_PREFIXES = ['evidence/*', 'packets/*', 'actions/*'] as const;
export type ObjectPrefix = (typeof OBJECT_PREFIXES)[number];

export interface StorageProps {
  readonly stage: StageConfig;
}

/** What the product keeps: sealed objects in one bucket, items in three tables. Nobody is granted to delete or overwrite an object. */
export class Storage extends Construct {
  readonly bucket: Bucket;
  readonly incidents: Table;
  readonly snapshots: Table;
  readonly packets: Table;

  constructor(scope: Construct, id: string, { stage }: StorageProps) {
    super(scope, id);
    this.bucket = this.#evidenceBucket(stage);
    this.incidents = this.#table('Incidents', stage);
    this.incidents.addGlobalSecondaryIndex({
      indexName: INCIDENT_LIST_INDEX,
      partitionKey: { name: 'list_pk', type: AttributeType.STRING },
      sortKey: { name: 'list_sk', type: AttributeType.STRING },
    });
    this.snapshots = this.#table('Snapshots', stage);
    this.packets = this.#table('Packets', stage);
  }

  /** Reads objects under a prefix, and is told that one does not exist instead of being refused. */
  grantReadObjects(grantee: IGrantable, prefix: ObjectPrefix): void {
    this.#grantObjects(grantee, 's3:GetObject', prefix);
    // Without it S3 answers 403, not 404, for a key that does not exist. A prefix condition would not match: GetObject has no prefix.
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucket.bucketArn],
    }).assertSuccess();
  }

  /** Writes new objects whose keys match, such as `objectKeys.manifest(ANY_RUN)`. */
  grantCreateObjects(grantee: IGrantable, keys: string): void {
    this.#grantObjects(grantee, 's3:PutObject', keys);
  }

  /** Reads items by key or key prefix; there are no scans. */
  grantReadItems(grantee: IGrantable, table: Table): void {
    const actions = ['dynamodb:GetItem', 'dynamodb:Query'];
    Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn] }).assertSuccess();
    if (table === this.incidents) this.grantListByAge(grantee);
  }

  /** Reads single items by their key. */
  grantGetItems(grantee: IGrantable, table: Table): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:GetItem'], resourceArns: [table.tableArn] }).assertSuccess();
  }

  /** Lists what is in the sparse index of the incidents table: incidents by age, and actions that are not settled. */
  grantListByAge(grantee: IGrantable): void {
    const byAge = `${this.incidents.tableArn}/index/${INCIDENT_LIST_INDEX}`;
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns: [byAge] }).assertSuccess();
  }

  /** Counts in single items, on a condition that keeps the count exact. */
  grantCountItems(grantee: IGrantable, table: Table): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:UpdateItem'], resourceArns: [table.tableArn] }).assertSuccess();
  }

  /** Writes single items, each on a condition. */
  grantWriteItems(grantee: IGrantable, table: Table): void {
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:PutItem'], resourceArns: [table.tableArn] }).assertSuccess();
  }

  #grantObjects(grantee: IGrantable, action: string, keys: string): void {
    const resourceArns = [this.bucket.arnForObjects(keys)];
    Grant.addToPrincipal({ grantee, actions: [action], resourceArns }).assertSuccess();
  }

  #evidenceBucket(stage: StageConfig): Bucket {
    const bucket = new Bucket(this, 'Evidence', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: stage.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          expiration: Duration.days(stage.evidenceDays),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    const sealed = OBJECT_PREFIXES.map((prefix) => bucket.arnForObjects(prefix));
    // Sealed objects are written once: S3 itself refuses a put or copy that could replace what stands under the key (S3 User Guide,
    // "Enforce conditional writes"). Uploads in parts are refused too; the product has none.
    bucket.addToResourcePolicy(denyEveryone('s3:PutObject', sealed, { Null: { 's3:if-none-match': 'true' } }));
    if (stage.retainData) {
      bucket.addToResourcePolicy(denyEveryone('s3:DeleteObject', sealed));
      bucket.addToResourcePolicy(denyEveryone('s3:DeleteObjectVersion', sealed));
    }
    return bucket;
  }

  #table(id: string, stage: StageConfig): Table {
    return new Table(this, id, {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires_at',
      deletionProtection: stage.retainData,
      removalPolicy: stage.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}

const denyEveryone = (action: string, resources: string[], conditions: Record<string, Record<string, string>> = {}) =>
  new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [action],
    resources,
    conditions,
  });
