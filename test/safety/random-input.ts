import type { JsonValue } from '@opsrunbook/core';
import { report } from '../../lambdas/api/test-setup.ts';
import { oneOf, type Random } from '../../packages/evidence/src/redaction/testing/fake-values.ts';

const below = (random: Random, end: number): number => Math.floor(random() * end);

/** Bytes of any kind. */
export const randomBytes = (random: Random): Uint8Array =>
  Uint8Array.from({ length: below(random, 400) }, () => below(random, 256));

/** Text of any UTF-16 units: controls, marks, surrogates with and without their partner. */
export const randomText = (random: Random): string =>
  Array.from({ length: below(random, 60) }, () => String.fromCharCode(unitOf(random))).join('');

const unitOf = (random: Random): number =>
  oneOf<() => number>(random, [
    () => 32 + below(random, 95),
    () => below(random, 256),
    () => 0x300 + below(random, 0x70),
    () => 0x2000 + below(random, 0x70),
    () => 0xd800 + below(random, 0x800),
    () => below(random, 0x10000),
  ])();

const KEYS = [
  'service',
  'hints',
  'time_window',
  '__proto__',
  'constructor',
  'password',
  'toString',
  'value',
  'name',
  '',
];
const NUMBERS = [0, -0, 1e308, -1, 0.1, 4_111_111_111_111_111, Number.MAX_SAFE_INTEGER, 5e-324] as const;

/** Any JSON value, a few levels deep. */
export const randomJson = (random: Random, depth = 4): JsonValue => {
  const leaf = (): JsonValue =>
    oneOf<() => JsonValue>(random, [() => randomText(random), () => oneOf(random, NUMBERS), () => null, () => true])();
  if (depth === 0 || random() < 0.3) return leaf();
  const length = below(random, 5);
  if (random() < 0.4) return Array.from({ length }, () => randomJson(random, depth - 1));
  const key = () => (random() < 0.7 ? (KEYS[below(random, KEYS.length)] ?? '') : randomText(random));
  return Object.fromEntries(Array.from({ length }, () => [key(), randomJson(random, depth - 1)]));
};

/** A report that is accepted, with one of its values or a few of its bytes replaced. */
const damagedReport = (random: Random): string | Uint8Array => {
  const valid = report();
  const names = ['service', 'environment', 'title', 'severity', 'time_window', 'hints'] as const;
  if (random() < 0.6) return JSON.stringify({ ...valid, [oneOf(random, names)]: randomJson(random, 2) });
  const bytes = Buffer.from(JSON.stringify(valid));
  for (let times = below(random, 4); times >= 0; times--) bytes[below(random, bytes.length)] = below(random, 256);
  return bytes;
};

/** Repetition: what costs a parser that is not careful. */
const repeated = (random: Random): string =>
  oneOf(random, ['[', '{"a":', '"\\', '\\u', '-', '1e']).repeat(below(random, 3_000));

/** A body somebody may send. */
export const randomBody = (random: Random): string | Uint8Array =>
  oneOf<() => string | Uint8Array>(random, [
    () => randomBytes(random),
    () => randomText(random).toWellFormed(),
    () => JSON.stringify(randomJson(random)),
    () => damagedReport(random),
    () => damagedReport(random),
    () => repeated(random),
  ])();
