import type { Seeded } from '../seeded.ts';

const CLASSES = ['OrderService', 'StockClient', 'PaymentGateway', 'CartRepository', 'HttpRetryFilter'] as const;
const METHODS = ['handle', 'invoke', 'doFilter', 'executeWithRetry', 'acquire', 'lambda$run$3'] as const;

type Frame = (seeded: Seeded) => string;

const java: Frame = (s) =>
  `\tat com.example.shop.${s.oneOf(CLASSES)}.${s.oneOf(METHODS)}(${s.oneOf(CLASSES)}.java:${s.below(900)})`;
const node: Frame = (s) =>
  `    at async ${s.oneOf(CLASSES)}.${s.oneOf(METHODS)} (file:///var/task/index.mjs:${s.below(90)}:${s.below(9_000)})`;
const python: Frame = (s) =>
  `  File "/var/task/shop/${s.oneOf(CLASSES).toLowerCase()}.py", line ${s.below(700)}, in ${s.oneOf(METHODS)}`;

interface Language {
  readonly head: string;
  readonly frame: Frame;
}

const LANGUAGES: readonly [Language, ...Language[]] = [
  { head: 'java.net.SocketTimeoutException: Read timed out', frame: java },
  { head: "TypeError: Cannot read properties of undefined (reading 'total')", frame: node },
  { head: 'Traceback (most recent call last):', frame: python },
];

/** A stack of 8 to 20 frames of one language. */
export const stackTrace = (seeded: Seeded): string => {
  const { head, frame } = seeded.oneOf(LANGUAGES);
  return [head, ...Array.from({ length: 8 + seeded.below(13) }, () => frame(seeded))].join('\n');
};
