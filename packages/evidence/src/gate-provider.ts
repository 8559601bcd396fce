import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createGate, type Gate } from './gate.ts';
import { createRedactor } from './redaction/index.ts';

/** The gate under the deployment's current redaction key; built anew only when the key changes. */
export const createGateProvider = (
  policy: RedactionPolicyV1,
  redactionKey: () => Promise<string | undefined>,
): (() => Promise<Gate>) => {
  let current: { readonly key: string | undefined; readonly gate: Gate } | undefined;
  return async () => {
    const key = await redactionKey();
    if (current === undefined || current.key !== key) {
      const options = key === undefined ? {} : { hmacKey: Buffer.from(key, 'utf8') };
      current = { key, gate: createGate(createRedactor(policy, options)) };
    }
    return current.gate;
  };
};
