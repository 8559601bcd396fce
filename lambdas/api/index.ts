import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { withSwitches } from '@opsrunbook/actions';
import {
  ActionsConfigV1,
  CollectorsConfigV1,
  collectorsOfStage,
  RedactionPolicyV1,
  ServiceCatalogueV1,
} from '@opsrunbook/contracts';
import { createGateProvider } from '@opsrunbook/evidence';
import {
  clientSettings,
  createLogger,
  createRedactionKey,
  createStepFunctionsOrchestrator,
  failureFields,
  parseEnv,
  randomIdSource,
  systemClock,
} from '@opsrunbook/runtime';
import {
  createActionRepository,
  createIncidentRepository,
  createPacketRepository,
  createRunRepository,
  createS3EvidenceStore,
} from '@opsrunbook/stores';
import { handle } from 'hono/aws-lambda';
import actionsConfig from '../../config/actions.json' with { type: 'json' };
import collectorsConfig from '../../config/collectors.json' with { type: 'json' };
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import servicesConfig from '../../config/services.json' with { type: 'json' };
import openApi from '../../docs/openapi.json' with { type: 'json' };
import { createApiApp } from './app.ts';
import { ApiEnv } from './env.ts';
import { createHealth } from './health.ts';

const env = parseEnv(ApiEnv, process.env);
const clock = systemClock;
const logger = createLogger('api');
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings));
const catalogue = ServiceCatalogueV1.parse(servicesConfig);
const collectors = collectorsOfStage(CollectorsConfigV1.parse(collectorsConfig), env.STAGE);
const redactionKey = createRedactionKey({
  client: new SSMClient(clientSettings),
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock,
});

const app = createApiApp({
  onFailure: (error) => logger.error('request failed', failureFields(error)),
  deps: {
    incidents: createIncidentRepository({ client: documents, tableName: env.INCIDENTS_TABLE }),
    runs: createRunRepository({ client: documents, tableName: env.SNAPSHOTS_TABLE }),
    actions: createActionRepository({ client: documents, tableName: env.INCIDENTS_TABLE }),
    actionsConfig: withSwitches(ActionsConfigV1.parse(actionsConfig), {
      dryRun: env.ACTIONS_DRY_RUN,
      pullRequests: env.ENABLE_GITHUB_PR_ACTION,
      confidenceThreshold: env.PR_CONFIDENCE_THRESHOLD,
    }),
    packets: createPacketRepository({ client: documents, tableName: env.PACKETS_TABLE }),
    evidence: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    orchestrator: createStepFunctionsOrchestrator({
      client: new SFNClient(clientSettings),
      stateMachineArn: env.STATE_MACHINE_ARN,
    }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
    clock,
    ids: randomIdSource,
    catalogue,
    collectors,
    openApi: JSON.stringify(openApi),
    health: createHealth({
      stage: env.STAGE,
      version: openApi.info.version,
      collectors,
      catalogue,
      settings: [
        {
          name: env.REDACTION_KEY_PARAMETER,
          isSet: async () => (await redactionKey()) !== undefined,
          withoutIt: 'redacted personal data carries no suffix, so equal values cannot be told apart',
        },
      ],
    }),
  },
});

export const handler = handle(app);
