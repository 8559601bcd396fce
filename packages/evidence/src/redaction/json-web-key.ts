import type { Scan } from './scan.ts';

/** A key with its certificate chain is seldom larger. */
const REACH = 4_096;
const PRIVATE_MEMBER = /\\{0,4}"(?:d|p|q|dp|dq|qi|k)\\{0,4}"\s{0,4}:\s{0,4}\\{0,4}"([A-Za-z0-9_-]{16,})/g;

/** Redacts the private members of the JSON Web Key around the word `kty` at the place (RFC 7517, 7518). */
export const readKeySet = (scan: Scan, end: number): void => {
  if (end < scan.keySetUntil) return;
  const start = Math.max(scan.keySetUntil, end - REACH);
  scan.keySetUntil = end + REACH;
  for (const member of scan.slice(start, end + REACH).matchAll(PRIVATE_MEMBER)) {
    const valueEnd = start + member.index + member[0].length;
    scan.add(valueEnd - (member[1]?.length ?? 0), valueEnd, 'private_key');
  }
};
