import { ALNUM, COLON, DIGIT, DOT, HEX, isIn, LETTER, NAME, WORD } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

/** Finds the IPv4 address that begins with the digit at the place and returns its end, or the place itself. */
export const matchIpv4 = (scan: Scan, index: number): number => {
  const octets: number[] = [];
  let place = index;
  while (octets.length < 4) {
    const end = Math.min(scan.runEnd(place, DIGIT), place + 4);
    const octet = Number(scan.slice(place, end));
    if (end === place || end - place > 3 || octet > 255 || (end - place > 1 && scan.code(place) === 0x30)) return index;
    octets.push(octet);
    place = end;
    if (octets.length < 4 && scan.code(place++) !== 0x2e) return index;
  }
  if (!endsAddress(scan, place) || isVersion(scan, index)) return index;
  const type = ipv4Type(octets);
  if (type !== undefined) scan.add(index, place, type, RANK.personal);
  return place;
};

const endsAddress = (scan: Scan, end: number): boolean => {
  const next = scan.code(end);
  if (isIn(next, WORD)) return false;
  return !(isIn(next, DOT) && isIn(scan.code(end + 1), ALNUM)) && !(next === 0x2d && isIn(scan.code(end + 1), LETTER));
};

const VERSION_CONTEXT =
  /(?:\b(?:v|ver|version|release|rev|revision|build|built|oid|firmware|driver|engine|runtime|agent|package|chart)["']?\s?[:=]?\s?["']?v?|[=<>~^]=\s?|[~^@]|[A-Za-z][A-Za-z0-9]*-|\b[A-Z][A-Za-z]+\/|\b(?:curl|boto3|botocore|aws-cli|python|node|java|nginx|openssl|kubectl)[/ -])$/i;

/** Four numbers behind a product, a version word or a package sign are a version. */
const isVersion = (scan: Scan, index: number): boolean => {
  const before = scan.slice(Math.max(0, index - 24), index);
  if (
    /\b(?:ip|addr(?:ess)?|host|client|remote|peer|src|dst|source|from|forwarded-for)["']?\s?[:=]\s?["']?$/i.test(before)
  )
    return false;
  if (/(?:localhost|[a-z0-9]\.[a-z]+|ip-[\d-]+[a-z0-9.-]*|^|\s|:)\/$/.test(before)) return false;
  return VERSION_CONTEXT.test(before);
};

/** `ip` for addresses that lead to somebody, `private_ip` for those of inner networks, nothing for masks and groups. */
const ipv4Type = (octets: readonly number[]): string | undefined => {
  const [a = 0, b = 0] = octets;
  if (a === 0 || a >= 224) return undefined;
  const isPrivate =
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b <= 127);
  return isPrivate ? 'private_ip' : 'ip';
};

const MAX_IPV6 = 45;

/** Finds the IPv6 address around the colon at the place and returns its end, or the place itself. */
export const matchIpv6 = (scan: Scan, colon: number): number => {
  const start = scan.runStart(colon, HEX, 5);
  if (colon - start > 4) return colon;
  const before = scan.code(start - 1);
  if (isIn(before, WORD | DOT | COLON) || (before === 0x2d && isIn(scan.code(start - 2), ALNUM))) return colon;
  let end = colon;
  const ceiling = Math.min(scan.view.length, start + MAX_IPV6 + 1);
  while (end < ceiling && isIn(scan.code(end), HEX | COLON | DOT)) end++;
  while (end > colon && (scan.code(end - 1) === 0x2e || (scan.code(end - 1) === 0x3a && scan.code(end - 2) !== 0x3a)))
    end--;
  const text = scan.slice(start, end);
  if (isIn(scan.code(end), NAME) || end - start > MAX_IPV6 || !isIpv6(text)) return colon;
  scan.add(start, end, isInnerIpv6(text) ? 'private_ip' : 'ip', RANK.personal);
  return end;
};

const isIpv6 = (text: string): boolean => {
  const halves = text.split('::');
  if (halves.length > 2 || !/\d/.test(text)) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  const count = groups.length + (hasIpv4 ? 1 : 0);
  if (
    !groups.every(
      (group, index) => /^[0-9a-f]{1,4}$/i.test(group) || (index === groups.length - 1 && isDottedQuad(group)),
    )
  )
    return false;
  if (halves.length === 2) return count <= 7 && groups.length > 0;
  return count === 8 && !groups.every((group) => group.length === 2);
};

const isDottedQuad = (group: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(group) && group.split('.').every((octet) => Number(octet) <= 255);

const isInnerIpv6 = (text: string): boolean => /^(?:::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(text);
