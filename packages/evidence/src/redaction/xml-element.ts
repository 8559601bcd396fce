import { isIn, NAME, SPACE } from './char-class.ts';
import type { NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';

const MAX_TAG = 256;

/** Redacts the text of `<password>x</password>` when the element at the place has a telling name. */
export const readXmlElement = (scan: Scan, index: number, lookup: NameLookup): void => {
  if (scan.code(index - 1) === 0x3a) return;
  let nameEnd = scan.runEnd(index + 1, NAME);
  let nameStart = index + 1;
  if (scan.code(nameEnd) === 0x3a) {
    nameStart = nameEnd + 1;
    nameEnd = scan.runEnd(nameStart, NAME);
  }
  if (nameEnd === nameStart || nameEnd - nameStart > 64) return;
  const found = lookup(scan.slice(nameStart, nameEnd));
  if (found === undefined || found.strength === 'header' || found.strength === 'cookies') return;
  const close = tagEnd(scan, nameEnd);
  if (close === undefined || scan.code(close - 1) === 0x2f || scan.code(close + 1) === 0x3c) return;
  const cdata = scan.startsWith('<![CDATA[', close + 1) ? 9 : 0;
  if (endsAsElement(scan, close + 1 + cdata)) redactNamed(scan, found, { from: close + 1 + cdata, isColon: false });
};

const tagEnd = (scan: Scan, from: number): number | undefined => {
  for (let place = from; place < from + MAX_TAG; place++) {
    const code = scan.code(place);
    if (code === 0x3e) return place;
    if (code === 0x3c || code === 0) return undefined;
  }
  return undefined;
};

const MAX_CONTENT = 4_096;

/** Whether the content is closed by the next tag, or the text was cut off within it. */
const endsAsElement = (scan: Scan, from: number): boolean => {
  const next = scan.next('<', from);
  if (next === undefined) return scan.view.length - from < MAX_CONTENT && !isIn(scan.code(from), SPACE);
  return scan.code(next + 1) === 0x2f && next - from < MAX_CONTENT;
};
