import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder } from './value-check.ts';
import { valueAt } from './value-extent.ts';

const KIND = /kind\\{0,4}["']?[ \t]*:[ \t]*\\{0,4}["']?(?:Sealed)?Secret\b(?!\w)/g;
/** Kubernetes refuses secrets above 1 MiB; of an object this much is read around its `kind`. */
const REACH = 65_536;

/** Redacts every value under `data` and `stringData` of the Secret objects in the text, as YAML or JSON of any escaping. */
export const readKubernetesSecrets = (scan: Scan): void => {
  const { text } = scan.view;
  if (!text.includes('Secret')) return;
  let readTo = 0;
  for (const kind of text.matchAll(KIND)) {
    const [start, end] = documentAround(text, kind.index);
    if (start < readTo) continue;
    readTo = end;
    readSections(scan, start, end);
  }
};

/** The YAML document around the place, at most `REACH` to either side. */
const documentAround = (text: string, index: number): [number, number] => {
  const from = Math.max(0, index - REACH);
  const before = text.slice(from, index).lastIndexOf('\n---');
  const after = text.slice(index, index + REACH).indexOf('\n---');
  return [before < 0 ? from : from + before, after < 0 ? Math.min(text.length, index + REACH) : index + after];
};

const SECTION =
  /^([ \t]*(?:- )?)(?:data|stringData):[ \t]*\r?$|(\\{0,8})"(?:data|stringData)\\{0,8}"[ \t]*:[ \t\r\n]*\{/gm;

const readSections = (scan: Scan, start: number, end: number): void => {
  const document = scan.slice(start, end);
  for (const section of document.matchAll(SECTION)) {
    const from = start + section.index + section[0].length;
    if (section[2] === undefined) readYamlMap(scan, from, section[1]?.length ?? 0, end);
    else readJsonMap(scan, from, end);
  }
};

const readYamlMap = (scan: Scan, from: number, indent: number, end: number): void => {
  let place = from + 1;
  while (place < end) {
    const lineEnd = scan.lineEnd(place, end - place);
    const line = /^([ \t]*)([^\s:#][^:\n]*:)?[ \t]*(.*?)\r?$/.exec(scan.slice(place, lineEnd));
    const text = line?.[0] ?? '';
    if (text.trim() !== '' && (line?.[1]?.length ?? 0) <= indent) return;
    const value = line?.[3] ?? '';
    const isValue = value !== '';
    if (/^[|>][+-]?$/.test(value)) {
      place = addBlock(scan, lineEnd + 1, { indent: line?.[1]?.length ?? 0, end });
      continue;
    }
    if (isValue) addValue(scan, lineEnd - value.length - (text.endsWith('\r') ? 1 : 0));
    place = lineEnd + 1;
  }
};

/** Redacts the lines of a `key: |` block, which are indented further than its key, and returns where reading goes on. */
const addBlock = (scan: Scan, from: number, { indent, end }: { indent: number; end: number }): number => {
  let place = from;
  let last = from;
  while (place < end) {
    const lineEnd = scan.lineEnd(place, end - place);
    const line = scan.slice(place, lineEnd);
    const depth = line.length - line.trimStart().length;
    if (line.trim() !== '' && depth <= indent) break;
    if (line.trim() !== '') last = lineEnd;
    place = lineEnd + 1;
  }
  const start = from + (/^\s*/.exec(scan.slice(from, last))?.[0].length ?? 0);
  scan.add(start, last, 'k8s_secret', RANK.named);
  return place;
};

const MAX_ENTRIES = 1_000;

const readJsonMap = (scan: Scan, from: number, end: number): void => {
  let place = from;
  for (let entry = 0; entry < MAX_ENTRIES && place < end; entry++) {
    const key = /^[\s,]*\\{0,8}"[^"\\]{1,253}\\{0,8}"[ \t]*:/.exec(scan.slice(place, place + 320));
    if (key === null) return;
    const value = valueAt(scan, place + key[0].length);
    if (value === undefined) return;
    addValue(scan, place + key[0].length);
    place = value.end;
    while (place < end && scan.code(place) === 0x5c) place++;
    place++;
  }
};

const addValue = (scan: Scan, from: number): void => {
  const value = valueAt(scan, from);
  if (value === undefined || isPlaceholder(scan.slice(value.start, value.end))) return;
  scan.add(value.start, value.end, 'k8s_secret', RANK.named);
};
