import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createRedactor, type Redactor } from '../index.ts';

/** A valid policy that keeps inner addresses and nothing else; overrides win. */
export const testPolicy = (overrides: Partial<RedactionPolicyV1> = {}): RedactionPolicyV1 => ({
  schema_version: '1',
  persist: ['private_ip'],
  hashed: ['email', 'ip'],
  drop_keys: [],
  extra_key_names: [],
  custom_patterns: [],
  limits: { text_length: 1_048_576, json_depth: 64 },
  ...overrides,
});

/** A redactor with the test policy and without a key. */
export const testRedactor = (overrides: Partial<RedactionPolicyV1> = {}): Redactor =>
  createRedactor(testPolicy(overrides));

const shared = testRedactor();

/** The text with every found value replaced by its type in braces: `password={password}`. */
export const marked = (text: string): string => shared.text(text).value.replace(/\[redacted:([a-z0-9_]+)\]/g, '{$1}');
