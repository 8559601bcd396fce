import type { JsonValue } from '@opsrunbook/core';
import type { Redactor } from '../redactor.ts';
import { fakeLog } from './fake-log.ts';
import { type Random, seededRandom } from './fake-values.ts';

/** What must hold of every text; a check gives nothing when it does, else what went wrong. */
export interface Property {
  readonly name: string;
  readonly check: (redactor: Redactor, seed: number) => string | undefined;
}

/** A cut or a seam may leave this many characters of a secret visible (reliability.md, section 5). */
const MAX_LEAK = 8;

/** The longest piece of a secret that stands in the text, when it is longer than a cut may leave. */
const leakOf = (text: string, secrets: readonly string[]): string | undefined => {
  for (const secret of secrets) {
    const visible = secret.replace(/-{5}(?:BEGIN|END)[A-Z ]+-{5}/g, '\n');
    for (const piece of visible.split('\n'))
      for (let start = 0; start + MAX_LEAK < piece.length; start++)
        if (text.includes(piece.slice(start, start + MAX_LEAK + 1))) return piece.slice(start, start + MAX_LEAK + 1);
  }
  return undefined;
};

const redactsOnce = (redactor: Redactor, seed: number): string | undefined => {
  const { text } = fakeLog(seededRandom(seed));
  const once = redactor.text(text).value;
  const twice = redactor.text(once).value;
  return once === twice ? undefined : `${JSON.stringify(once)} became ${JSON.stringify(twice)}`;
};

const keepsJson = (redactor: Redactor, seed: number): string | undefined => {
  const random = seededRandom(seed);
  const document = { document: fakeDocument(random, 3) };
  const redacted = redactor.text(JSON.stringify(document)).value;
  const twice = redactor.json(redactor.json(document).value).value;
  const once = redactor.json(document).value;
  if (JSON.stringify(once) !== JSON.stringify(twice))
    return `json twice: ${JSON.stringify(once)} became ${JSON.stringify(twice)}`;
  try {
    JSON.parse(redacted);
    return brokenInner(document, once);
  } catch {
    return `no JSON any more: ${redacted}`;
  }
};

/** A text member that was JSON and is none after redaction. */
const brokenInner = (before: JsonValue, after: JsonValue): string | undefined => {
  if (typeof before === 'string' && typeof after === 'string')
    return isJson(before) && !isJson(after) && !after.startsWith('[redacted') ? after : undefined;
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return undefined;
  const left = Object.values(before);
  const right = Object.values(after);
  for (const [index, value] of left.entries()) {
    const broken = brokenInner(value ?? null, right[index] ?? null);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

const isJson = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const fakeDocument = (random: Random, depth: number): JsonValue => {
  const kind = random();
  if (depth === 0 || kind < 0.4) return fakeLog(random).text;
  if (kind < 0.5) return JSON.stringify(fakeDocument(random, depth - 1));
  if (kind < 0.6) return Math.floor(random() * 1e16);
  if (kind < 0.75) return Array.from({ length: 3 }, () => fakeDocument(random, depth - 1));
  const keys = ['message', 'password', 'value', 'name', 'phone', 'authorization', '__proto__', 'token', 'a"b'];
  return Object.fromEntries(keys.filter(() => random() < 0.4).map((key) => [key, fakeDocument(random, depth - 1)]));
};

const survivesCut = (redactor: Redactor, seed: number): string | undefined => {
  const random = seededRandom(seed);
  const { text, secrets } = fakeLog(random);
  const cut = text.slice(0, Math.floor(random() * text.length));
  const leak = leakOf(redactor.text(cut, { isCutOff: true }).value, secrets);
  return leak === undefined ? undefined : `cut after ${JSON.stringify(cut.slice(-80))} leaves ${JSON.stringify(leak)}`;
};

const survivesSeams = (redactor: Redactor, seed: number): string | undefined => {
  const random = seededRandom(seed);
  const { text, secrets } = fakeLog(random);
  const cuts = Array.from({ length: 1 + Math.floor(random() * 2) }, () => Math.floor(random() * text.length)).sort(
    (a, b) => a - b,
  );
  const rows: string[] = [];
  let from = 0;
  for (const cut of [...cuts, text.length]) {
    rows.push(text.slice(from, cut));
    from = cut;
  }
  const { values } = redactor.stream(rows);
  if (values.length !== rows.length) return `${rows.length} rows became ${values.length}`;
  const leak = leakOf(values.join(''), secrets);
  return leak === undefined
    ? undefined
    : `rows ${JSON.stringify(rows.map((row) => row.slice(-60)))} leave ${JSON.stringify(leak)}`;
};

/** The properties of reliability.md section 5. */
export const REDACTION_PROPERTIES: readonly Property[] = [
  { name: 'redacting twice is redacting once', check: redactsOnce },
  { name: 'JSON stays JSON', check: keepsJson },
  { name: 'no cut position leaks more than 8 characters', check: survivesCut },
  { name: 'no seam between rows leaks more than 8 characters', check: survivesSeams },
];
