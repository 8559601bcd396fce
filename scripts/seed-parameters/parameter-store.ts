import { GetParametersCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

/** The parameters of one account and region. */
export interface ParameterStore {
  /** Which of these names exist; their values are not asked for in clear. */
  existing(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Writes a SecureString under the AWS-managed key, over whatever stands there. */
  write(name: string, value: string): Promise<void>;
}

/** Longer than 4 KB needs SSM's advanced tier, which costs money; no secret here does. */
const MAX_BYTES = 4_096;

export const createParameterStore = (client: Pick<SSMClient, 'send'>): ParameterStore => ({
  existing: async (names) => {
    const { Parameters = [] } = await client.send(
      new GetParametersCommand({ Names: [...names], WithDecryption: false }),
    );
    return new Set(Parameters.flatMap(({ Name }) => Name ?? []));
  },
  write: async (name, value) => {
    if (Buffer.byteLength(value) > MAX_BYTES) throw new RangeError(`${name} is longer than ${MAX_BYTES} bytes`);
    await client.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString', Overwrite: true }));
  },
});
