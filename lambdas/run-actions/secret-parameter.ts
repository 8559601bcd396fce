import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import type { KillSwitch } from '@opsrunbook/actions';
import type { Clock } from '@opsrunbook/core';

export interface ParameterOptions {
  readonly client: Pick<SSMClient, 'send'>;
  readonly name: string;
  readonly clock: Clock;
}

/** How long a secret is used before it is read again, so that a rotation needs no deploy. */
const SECRET_LIFETIME_MS = 5 * 60_000;

/** A run asks before each of its requests; within a second the answer is the same one. */
const SWITCH_LIFETIME_MS = 1_000;

/** A secret in the parameter store: undefined when there is none, cached until its lifetime ends or it is forgotten after a 401. */
export const secretParameter = (options: ParameterOptions) => cachedParameter(options, SECRET_LIFETIME_MS);

/** The kill switch in the parameter store: on only while the parameter says `true`. Rejects when it cannot be read. */
export const parameterKillSwitch = (options: ParameterOptions): KillSwitch => {
  const parameter = cachedParameter(options, SWITCH_LIFETIME_MS);
  return { isAutomationEnabled: async () => (await parameter.read())?.trim() === 'true' };
};

/** A failed read is never remembered. */
const cachedParameter = ({ client, name, clock }: ParameterOptions, lifetimeMs: number) => {
  let cached: { readonly value: string | undefined; readonly readAtMs: number } | undefined;
  return {
    read: async (): Promise<string | undefined> => {
      const nowMs = clock.now().getTime();
      if (cached !== undefined && nowMs - cached.readAtMs < lifetimeMs) return cached.value;
      const value = await readParameter(client, name);
      cached = { value, readAtMs: nowMs };
      return value;
    },
    forget: (): void => {
      cached = undefined;
    },
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
