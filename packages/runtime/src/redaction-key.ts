import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '@opsrunbook/core';

export interface RedactionKeyOptions {
  readonly client: Pick<SSMClient, 'send'>;
  readonly parameterName: string;
  readonly clock: Clock;
}

/** How long a key is used before it is read again, so that a rotation needs no deploy. */
const LIFETIME_MS = 5 * 60_000;

/**
 * The deployment's redaction key, cached for five minutes; undefined when the parameter does not exist, and then placeholders
 * carry no suffix. Any other failure is thrown and not remembered.
 */
export const createRedactionKey = ({
  client,
  parameterName,
  clock,
}: RedactionKeyOptions): (() => Promise<string | undefined>) => {
  let cached: { readonly key: string | undefined; readonly readAtMs: number } | undefined;
  return async () => {
    const nowMs = clock.now().getTime();
    if (cached !== undefined && nowMs - cached.readAtMs < LIFETIME_MS) return cached.key;
    const key = await readParameter(client, parameterName);
    cached = { key, readAtMs: nowMs };
    return key;
  };
};

const readParameter = async (client: Pick<SSMClient, 'send'>, name: string): Promise<string | undefined> => {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
};
