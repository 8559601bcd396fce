import { Logger } from '@aws-lambda-powertools/logger';

/**
 * A logger whose entries are one line of JSON each, whatever text they carry. JSON escapes C0 only; DEL, C1, line separators, and what
 * turns or hides text in a viewer are written as their code points.
 */
export const createLogger = (service: string): Logger =>
  new Logger({ serviceName: `opsrunbook-${service}`, jsonReplacerFn: (_key, value) => visible(value) });

const HIDDEN =
  /[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

const visible = (value: unknown): unknown => {
  if (typeof value === 'string') return visibleText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Error) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [visibleText(key), member]));
};

const visibleText = (text: string): string =>
  text.replace(HIDDEN, (hidden) =>
    hidden
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
