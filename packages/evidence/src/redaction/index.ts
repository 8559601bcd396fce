export { createRedactor, type Redactor, type RedactorOptions, type TextOptions } from './redactor.ts';
export type { Redacted } from './replace-spans.ts';
export type { Span } from './span.ts';
