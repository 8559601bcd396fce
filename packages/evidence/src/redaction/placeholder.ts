import { createHmac } from 'node:crypto';

/** Writes the text that stands for a value. */
export type WritePlaceholder = (type: string, value: string) => string;

/** Hexadecimal digits of the HMAC shown: enough to tell a few thousand values apart, too few to search by. */
const SHOWN_DIGITS = 8;

/** Placeholders `[redacted:<type>]`, with an HMAC under the deployment's key for the types that may be recognised. */
export const createPlaceholders = (hashed: ReadonlySet<string>, hmacKey: Uint8Array | undefined): WritePlaceholder => {
  if (hmacKey === undefined) return (type) => `[redacted:${type}]`;
  return (type, value) => {
    if (!hashed.has(type)) return `[redacted:${type}]`;
    // The type is part of the message: equal digits of a phone and a card number must not look like one value.
    const digest = createHmac('sha256', hmacKey)
      .update(`${type}\n${canonical(type, value)}`)
      .digest('hex');
    return `[redacted:${type}:${digest.slice(0, SHOWN_DIGITS)}]`;
  };
};

/** One spelling per value: addresses in lower case, numbers without their blanks and dashes. */
const canonical = (type: string, value: string): string => {
  if (type === 'email' || type === 'ip' || type === 'private_ip') return value.toLowerCase();
  return value.replace(/[\s().-]/g, '').toUpperCase();
};
