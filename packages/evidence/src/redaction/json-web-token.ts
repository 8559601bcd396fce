import { BASE64_URL, DOT, EQUALS, isIn } from './char-class.ts';
import type { Scan } from './scan.ts';

const HEADER_FIELDS = /"(?:alg|typ|kid|enc|cty|jku|jwk|x5t|x5c|x5u|zip|epk|crit|iss|b64)"\s*:/;
const MAX_HEADER = 4_096;
const MAX_TOKEN = 32_768;

/** Text of base64 or base64url; units that are no base64 are skipped, as Node does. */
export const decodeBase64 = (encoded: string): string => Buffer.from(encoded, 'base64').toString('utf8');

/** Finds the JWT or JWE that begins with `eyJ` at the place and returns its end, or the place itself. */
export const matchJwt = (scan: Scan, index: number): number => {
  const headerEnd = scan.runEnd(index, BASE64_URL | EQUALS);
  const isCut = headerEnd === scan.view.length;
  if (scan.code(headerEnd) !== 0x2e && !isCut) return index;
  if (headerEnd - index > MAX_HEADER || headerEnd - index < 9) return index;
  if (!isHeader(decodeBase64(scan.slice(index, headerEnd)), isCut)) return index;
  const end = Math.min(scan.runEnd(headerEnd, BASE64_URL | DOT | EQUALS), index + MAX_TOKEN);
  const trimmed = scan.code(end - 1) === 0x2e && !isUnsigned(scan, headerEnd, end) ? end - 1 : end;
  if (!isCut && !isIn(scan.code(headerEnd + 1), BASE64_URL) && scan.code(headerEnd + 1) !== 0x2e) return index;
  scan.add(index, trimmed, 'jwt');
  return trimmed;
};

/** A header cut short is known by the beginning of its first field. */
const isHeader = (decoded: string, isCut: boolean): boolean =>
  decoded.startsWith('{"') &&
  (HEADER_FIELDS.test(decoded) ||
    (isCut && /^\{"(?:a(?:lg?)?|t(?:yp?)?|k(?:id?)?|enc?|x5[tcu]?|cty?)?(?:$|")/.test(decoded)));

/** A token without a signature ends with its second dot. */
const isUnsigned = (scan: Scan, headerEnd: number, end: number): boolean =>
  scan.slice(headerEnd + 1, end - 1).includes('.') === false;
