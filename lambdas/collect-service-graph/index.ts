import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { XRayClient } from '@aws-sdk/client-xray';
import { createServiceGraphCollector, serviceGraphsOf } from '@opsrunbook/collector-service-graph';
import { CollectorsConfigV1, collectorBudget, RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createCollectHandler, createGateProvider } from '@opsrunbook/evidence';
import { clientSettings, createRedactionKey, lambdaHandler, parseEnv, systemClock } from '@opsrunbook/runtime';
import { createS3EvidenceStore } from '@opsrunbook/stores';
import collectorsConfig from '../../config/collectors.json' with { type: 'json' };
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import { CollectServiceGraphEnv } from './env.ts';

const env = parseEnv(CollectServiceGraphEnv, process.env);
const clock = systemClock;
const redactionKey = createRedactionKey({
  client: new SSMClient(clientSettings),
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock,
});

export const handler = lambdaHandler({
  service: 'collect-service-graph',
  stage: createCollectHandler({
    collector: createServiceGraphCollector({ client: serviceGraphsOf(new XRayClient(clientSettings)), clock }),
    store: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
    budget: collectorBudget(CollectorsConfigV1.parse(collectorsConfig), 'service-graph'),
  }),
  describe: (result) =>
    'status' in result ? { collector: result.collector, status: result.status } : { healthy: result.ok },
});
