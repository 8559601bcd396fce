import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { changeRecordsOf, createChangesCollector } from '@opsrunbook/collector-changes';
import { CollectorsConfigV1, collectorBudget, RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createCollectHandler, createGateProvider } from '@opsrunbook/evidence';
import { clientSettings, createRedactionKey, lambdaHandler, parseEnv, systemClock } from '@opsrunbook/runtime';
import { createS3EvidenceStore } from '@opsrunbook/stores';
import collectorsConfig from '../../config/collectors.json' with { type: 'json' };
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import { CollectChangesEnv } from './env.ts';

const env = parseEnv(CollectChangesEnv, process.env);
const clock = systemClock;
const ssm = new SSMClient(clientSettings);
const redactionKey = createRedactionKey({
  client: ssm,
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock,
});
const client = changeRecordsOf({
  cloudTrail: new CloudTrailClient(clientSettings),
  cloudFormation: new CloudFormationClient(clientSettings),
  lambda: new LambdaClient(clientSettings),
  ssm,
});

export const handler = lambdaHandler({
  service: 'collect-changes',
  stage: createCollectHandler({
    collector: createChangesCollector({ client, clock }),
    store: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
    budget: collectorBudget(CollectorsConfigV1.parse(collectorsConfig), 'changes'),
  }),
  describe: (result) =>
    'status' in result ? { collector: result.collector, status: result.status } : { healthy: result.ok },
});
