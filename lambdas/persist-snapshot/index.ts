import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createGateProvider } from '@opsrunbook/evidence';
import {
  clientSettings,
  createEventBridgeBus,
  createRedactionKey,
  lambdaHandler,
  parseEnv,
  systemClock,
} from '@opsrunbook/runtime';
import { createRunRepository, createS3EvidenceStore } from '@opsrunbook/stores';
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import { PersistSnapshotEnv } from './env.ts';
import { createPersistSnapshotHandler } from './handler.ts';

const env = parseEnv(PersistSnapshotEnv, process.env);
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings));
const redactionKey = createRedactionKey({
  client: new SSMClient(clientSettings),
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock: systemClock,
});

export const handler = lambdaHandler({
  service: 'persist-snapshot',
  stage: createPersistSnapshotHandler({
    evidence: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    runs: createRunRepository({ client: documents, tableName: env.SNAPSHOTS_TABLE }),
    bus: createEventBridgeBus({ client: new EventBridgeClient(clientSettings), busName: env.EVENT_BUS_NAME }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
  }),
  describe: ({ manifest_sha256 }) => ({ manifest_sha256 }),
});
