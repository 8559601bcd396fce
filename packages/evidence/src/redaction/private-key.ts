import { ALNUM, BASE64, BASE64_URL, isIn, LINE_END } from './char-class.ts';
import type { Scan } from './scan.ts';

const BEGIN =
  /^-{4,5} ?BEGIN ((?:[A-Z0-9]+ ){0,4})?(?:PRIVATE KEY|SECRET KEY|OpenVPN Static key V1)(?: BLOCK)? ?-{4,5}/;
const MAX_HEADER = 96;
/** Between BEGIN and END: an RSA key of 16,384 bits has 12.7 KB of base64, and twice that with prefixes on its lines. */
const MAX_BLOCK = 32_768;

/** Finds the private key block whose dashes begin at the place and returns its end, or the place itself. */
export const matchPrivateKey = (scan: Scan, index: number): number => {
  const header = BEGIN.exec(scan.slice(index, index + MAX_HEADER));
  if (header === null) return matchKeyEnd(scan, index);
  const bodyStart = index + header[0].length;
  const marked = markedEnd(scan, bodyStart);
  const end = marked ?? bodyEnd(scan, bodyStart);
  if (!hasBody(scan, bodyStart, end, marked !== undefined)) return index;
  scan.add(index, end, 'private_key');
  return end;
};

/** A marked block with nothing inside is a text about keys. */
const hasBody = (scan: Scan, start: number, end: number, isMarked: boolean): boolean =>
  isMarked ? /[A-Za-z0-9+/]{16}/.test(scan.slice(start, end).replace(/-----END.*$/, '')) : end > start;

/** End of the `-----END …-----` line, when no other block begins before it. */
const markedEnd = (scan: Scan, start: number): number | undefined => {
  const at = scan.next('END ', start);
  if (at === undefined || at - start > MAX_BLOCK || (scan.next('BEGIN ', start) ?? at) < at) return undefined;
  const line = /^END [A-Za-z0-9 ]{1,60}-{4,5}/.exec(scan.slice(at, at + 80));
  return line === null ? undefined : at + line[0].length;
};

/** A line of the body, perhaps behind what a logger writes first; every line but the last is full. */
const FULL_LINE = /^(?:.{0,64}[\s|>:\]]|[^A-Za-z0-9+/=]{0,8})[A-Za-z0-9+/=]{40,76}["',;\\]{0,4}\r?$/;
const HEADER_LINE = /^\s{0,16}(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):.{0,100})?\r?$/;
const LAST_LINE = /^\s{0,16}(?![a-z]{1,40}$|[A-Z]?[a-z]+$)[A-Za-z0-9+/=]{1,76}["',;\\]{0,4}\r?$/;
const MAX_LINE = 160;

/** Without an END the block is cut off: it goes on as long as lines look like its body. */
const bodyEnd = (scan: Scan, start: number): number => {
  let end = escapedBodyEnd(scan, start);
  let place = scan.lineEnd(end, MAX_BLOCK);
  if (place > end && !/^\\?["'\s,}\]]*$/.test(scan.slice(end, Math.min(place, end + 64)))) return end;
  while (place < scan.view.length) {
    const next = scan.lineEnd(place + 1, MAX_LINE);
    const line = scan.slice(place + 1, next);
    if (FULL_LINE.test(line)) end = next;
    else if (!HEADER_LINE.test(line)) return LAST_LINE.test(line) ? next : end;
    place = next;
  }
  return end;
};

/** Body on the same line, its line ends written as `\n`. */
const escapedBodyEnd = (scan: Scan, start: number): number => {
  let end = start;
  for (;;) {
    const breaks = /^(?:\\{1,4}[nr]){1,2}|^ /.exec(scan.slice(end, end + 12))?.[0].length ?? 0;
    if (breaks === 0 && end !== start) return end;
    const run = scan.runEnd(end + breaks, BASE64);
    if (run === end + breaks) return end;
    end = run;
  }
};

const PUTTY = /^Private-Lines: (\d{1,3})\r?\n/;

/** Finds the private part of a PuTTY key file at the place and returns its end, or the place itself. */
export const matchPuttyKey = (scan: Scan, index: number): number => {
  const header = PUTTY.exec(scan.slice(index, index + 32));
  if (header === null) return index;
  const start = index + header[0].length;
  if (!isIn(scan.code(start), ALNUM)) return index;
  let end = start;
  for (let line = 0; line < Number(header[1]) && end < scan.view.length; line++) end = scan.lineEnd(end, 128) + 1;
  end = Math.min(end - 1, scan.view.length);
  scan.add(start, end, 'private_key');
  return end;
};

const ENCODED_HEAD = 96;

/** Finds base64 of a private key block (`LS0tLS1CRUdJTi…`) and returns its end, or the place itself. */
export const matchEncodedKey = (scan: Scan, index: number): number => {
  const head = scan.slice(index, index + ENCODED_HEAD).replace(/[^A-Za-z0-9+/]/g, '');
  const decoded = Buffer.from(head, 'base64').toString('latin1');
  const isPrivate = /PRIVATE KEY|SECRET KEY/.test(decoded);
  if (!isPrivate && (index + head.length < scan.view.length || /BEGIN (?:CERT|PUBLIC|RSA PUB)/.test(decoded)))
    return index;
  let end = scan.runEnd(index, BASE64 | BASE64_URL);
  while (isWrapped(scan, end)) end = scan.runEnd(end + (scan.code(end) === 0x0d ? 2 : 1), BASE64);
  scan.add(index, end, 'private_key');
  return end;
};

/** A line end in the middle of base64: the next line is a long run of it too. */
const isWrapped = (scan: Scan, end: number): boolean => {
  const next = end + (scan.code(end) === 0x0d && scan.code(end + 1) === 0x0a ? 2 : 1);
  if (scan.code(next - 1) !== 0x0a || !isIn(scan.code(next), ALNUM)) return false;
  const runEnd = scan.runEnd(next, BASE64);
  return runEnd - next >= 40 || (scan.code(runEnd - 1) === 0x3d && runEnd - next >= 4);
};

const END = /^-{4,5} ?END (?:[A-Z0-9]+ ){0,4}(?:PRIVATE KEY|SECRET KEY)(?: BLOCK)? ?-{4,5}/;

/** An END whose BEGIN stands in an earlier piece: redacts the full lines of base64 before it. */
const matchKeyEnd = (scan: Scan, index: number): number => {
  const footer = END.exec(scan.slice(index, index + MAX_HEADER));
  if (footer === null) return index;
  let start = index;
  for (let lineEnd = index - 1; lineEnd > 0 && isIn(scan.code(lineEnd), LINE_END); ) {
    const lineStart = scan.lineStart(lineEnd, MAX_LINE);
    const isBody = LAST_LINE.test(scan.slice(lineStart, lineEnd)) || FULL_LINE.test(scan.slice(lineStart, lineEnd));
    if (!isBody || index - lineStart > MAX_BLOCK) break;
    start = lineStart;
    lineEnd = lineStart - 1;
  }
  if (start === index) return index;
  scan.add(start, index + footer[0].length, 'private_key');
  return index + footer[0].length;
};
