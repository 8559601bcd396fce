import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RedactionPolicyV1 } from '../../packages/contracts/src/redaction-policy-v1.ts';

/** The validated policy of this checkout. */
export const readRedactionPolicy = (): RedactionPolicyV1 =>
  RedactionPolicyV1.parse(
    JSON.parse(readFileSync(fileURLToPath(new URL('../../config/redaction.json', import.meta.url)), 'utf8')),
  );
