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
import { createPacketRepository, createS3EvidenceStore } from '@opsrunbook/stores';
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import { AnalyzeEnv } from './env.ts';
import { createAnalyzeHandler } from './handler.ts';

const env = parseEnv(AnalyzeEnv, process.env);
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings));
const redactionKey = createRedactionKey({
  client: new SSMClient(clientSettings),
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock: systemClock,
});

export const handler = lambdaHandler({
  service: 'analyze',
  stage: createAnalyzeHandler({
    evidence: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    packets: createPacketRepository({ client: documents, tableName: env.PACKETS_TABLE }),
    bus: createEventBridgeBus({ client: new EventBridgeClient(clientSettings), busName: env.EVENT_BUS_NAME }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
  }),
  describe: ({ packet_hash }) => ({ packet_hash }),
});
