import * as z from 'zod';

const TypeName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, 'expected lower case words joined by _, at most 40 characters');

/**
 * Types that identify somebody or something and may carry a keyed hash, so that a reader sees that two placeholders
 * stand for the same value. Passwords, keys and tokens are not among them: a hash would confirm a guess.
 */
export const HASHABLE_TYPES = [
  'email',
  'ip',
  'private_ip',
  'phone',
  'iban',
  'card_number',
  'us_ssn',
  'aws_access_key_id',
] as const;

const CustomPatternV1 = z.strictObject({
  type: TypeName,
  /** A regular expression of bounded repetitions, without groups under repetition and without references. */
  pattern: z.string().min(3).max(500),
  is_case_insensitive: z.boolean().default(false),
});
export type CustomPatternV1 = z.infer<typeof CustomPatternV1>;

/** `config/redaction.json`: what may be stored, what is replaced and how. */
export const RedactionPolicyV1 = z.strictObject({
  schema_version: z.literal('1'),
  /** Types that stay readable, for instance `private_ip`. Everything else that is found is replaced. */
  persist: z.array(TypeName).max(50),
  /** Types whose placeholder carries eight hexadecimal digits of an HMAC, when the deployment has a key. */
  hashed: z.array(z.enum(HASHABLE_TYPES)),
  /** Key names of JSON objects whose whole value is dropped, whatever it is. */
  drop_keys: z.array(z.string().min(1).max(96)).max(200),
  /** Key names, in any spelling, whose values are secrets besides those known. */
  extra_key_names: z.array(z.string().min(3).max(96)).max(200),
  custom_patterns: z.array(CustomPatternV1).max(50),
  limits: z.strictObject({
    /** Longest text kept, in UTF-16 units; the rest is cut off after redaction. */
    text_length: z.int().min(256).max(4_194_304),
    /** Deepest nesting of JSON kept; what lies deeper is dropped. */
    json_depth: z.int().min(4).max(256),
  }),
});
export type RedactionPolicyV1 = z.infer<typeof RedactionPolicyV1>;
