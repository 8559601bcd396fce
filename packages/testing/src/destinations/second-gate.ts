import { readFileSync } from 'node:fs';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createGate, createRedactor } from '@opsrunbook/evidence';

const POLICY = new URL('../../../../config/redaction.json', import.meta.url);

/** The gate in front of destinations, with the policy this repository ships. */
export const SECOND_GATE = createGate(
  createRedactor(RedactionPolicyV1.parse(JSON.parse(readFileSync(POLICY, 'utf8'))), { hmacKey: Buffer.from('fake') }),
);
