import { lambdaHandler, parseEnv } from '@opsrunbook/runtime';
import { GenerateLogsEnv } from './env.ts';
import { createGenerateLogsHandler, gatewayCall } from './handler.ts';

const env = parseEnv(GenerateLogsEnv, process.env);

export const handler = lambdaHandler({
  service: 'generate-logs',
  stage: createGenerateLogsHandler({
    now: () => new Date(),
    write: (level, message, fields) => {
      const line = { timestamp: new Date().toISOString(), level, service: env.SERVICE_NAME, message, ...fields };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    },
    callGateway: () => gatewayCall(20 + Math.random() * 40, 1_000),
  }),
});
