import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { alarmStatesOf, createAlarmsCollector } from '@opsrunbook/collector-alarms';
import { CollectorsConfigV1, collectorBudget, RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createCollectHandler, createGateProvider } from '@opsrunbook/evidence';
import { clientSettings, createRedactionKey, lambdaHandler, parseEnv, systemClock } from '@opsrunbook/runtime';
import { createS3EvidenceStore } from '@opsrunbook/stores';
import collectorsConfig from '../../config/collectors.json' with { type: 'json' };
import redactionPolicy from '../../config/redaction.json' with { type: 'json' };
import { CollectAlarmsEnv } from './env.ts';

const env = parseEnv(CollectAlarmsEnv, process.env);
const clock = systemClock;
// The one protocol of CloudWatch that AWS and compatible endpoints both speak (docs/decisions/006-cloudwatch-query-protocol.md).
const cloudWatchSettings = { ...clientSettings, protocol: AwsQueryProtocol };
const redactionKey = createRedactionKey({
  client: new SSMClient(clientSettings),
  parameterName: env.REDACTION_KEY_PARAMETER,
  clock,
});

export const handler = lambdaHandler({
  service: 'collect-alarms',
  stage: createCollectHandler({
    collector: createAlarmsCollector({ client: alarmStatesOf(new CloudWatchClient(cloudWatchSettings)), clock }),
    store: createS3EvidenceStore({ client: new S3Client(clientSettings), bucket: env.EVIDENCE_BUCKET }),
    gate: createGateProvider(RedactionPolicyV1.parse(redactionPolicy), redactionKey),
    budget: collectorBudget(CollectorsConfigV1.parse(collectorsConfig), 'alarms'),
  }),
  describe: (result) =>
    'status' in result ? { collector: result.collector, status: result.status } : { healthy: result.ok },
});
