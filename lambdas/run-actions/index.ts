import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createBreaker, PROTOCOL, withSwitches } from '@opsrunbook/actions';
import { ActionsConfigV1, RedactionPolicyV1, RepoMappingV1 } from '@opsrunbook/contracts';
import { createGateProvider } from '@opsrunbook/evidence';
import {
  clientSettings,
  createEventBridgeBus,
  createLogger,
  createRedactionKey,
  failureFields,
  lambdaHandler,
  parseEnv,
  randomIdSource,
  systemClock,
} from '@opsrunbook/runtime';
import { createActionRepository, createPacketRepository, createS3EvidenceStore } from '@opsrunbook/stores';
import actionsConfig from '../../config/actions.json' with { type: 'json' };
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import repoMapping from '../../config/repo_mapping.json' with { type: 'json' };
import { wireDestinations } from './destinations.ts';
import { RunActionsEnv } from './env.ts';
import { createRunActionsHandler } from './handler.ts';
import { deliveryLines } from './report-delivery.ts';
import { resolveRun } from './resolve-run.ts';
import { parameterKillSwitch } from './secret-parameter.ts';

const env = parseEnv(RunActionsEnv, process.env);
const clock = systemClock;
const parameters = new SSMClient(clientSettings);
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings), {
  marshallOptions: { removeUndefinedValues: true },
});
const evidence = createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET });
const packets = createPacketRepository({ client: documents, tableName: env.PACKETS_TABLE });
const redactionKey = createRedactionKey({ client: parameters, parameterName: env.REDACTION_KEY_PARAMETER, clock });
const config = withSwitches(ActionsConfigV1.parse(actionsConfig), {
  dryRun: env.ACTIONS_DRY_RUN,
  pullRequests: env.ENABLE_GITHUB_PR_ACTION,
  confidenceThreshold: env.PR_CONFIDENCE_THRESHOLD,
});
const { destinations, lookups } = wireDestinations(env, { client: parameters, clock, isDryRun: config.dry_run });
const logger = createLogger('run-actions');

export const handler = lambdaHandler({
  service: 'run-actions',
  stage: createRunActionsHandler({
    ledger: createActionRepository({ client: documents, tableName: env.INCIDENTS_TABLE }),
    packetRecord: ({ incident_id, run_id, started_at }) =>
      packets.get({ schema_version: '1', incident_id, run_id, started_at }),
    destinations,
    killSwitch: parameterKillSwitch({ client: parameters, name: env.AUTOMATION_ENABLED_PARAMETER, clock }),
    evidence,
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
    clock,
    breaker: createBreaker(clock),
    protocol: PROTOCOL,
    config,
    bus: createEventBridgeBus({ client: new EventBridgeClient(clientSettings), busName: env.EVENT_BUS_NAME }),
    resolve: resolveRun({ evidence, mapping: RepoMappingV1.parse(repoMapping), lookups }),
    ids: randomIdSource,
    account: env.ACCOUNT_ID,
    report: (outcome) => {
      for (const { level, message, fields } of deliveryLines(outcome, failureFields)) logger[level](message, fields);
    },
  }),
  describe: (answer) => ('batchItemFailures' in answer ? { not_done: answer.batchItemFailures.length } : { ...answer }),
});
