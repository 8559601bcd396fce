import { isIssuedStart } from './card-number.ts';
import { isIbanStart } from './iban.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

/** Longest end of a text that can be the beginning of a value known only by its whole. */
const TAIL = 96;

interface TailRule {
  readonly type: string;
  /** The first group is the value; the expression ends at the end of the text. */
  readonly pattern: RegExp;
  readonly accept?: (value: string) => boolean;
}

const digitsOf = (value: string): string => value.replace(/\D/g, '');

/** Values that checks and endings tell, cut off before they could: nine characters and more of them must not stay. */
const TAIL_RULES: readonly TailRule[] = [
  {
    type: 'card_number',
    pattern: /(?:"|\b(?:card|pan|cc)["'\w]{0,12}[=: ]\s?["']?)(\d{4}(?:[ -]?\d{1,6}){1,4}[ -]?)$/i,
    accept: (value) => digitsOf(value).length >= 7 && digitsOf(value).length <= 18 && isIssuedStart(digitsOf(value)),
  },
  { type: 'iban', pattern: /(?<![A-Za-z0-9])([A-Z]{2}\d{2}[A-Z0-9 ]{4,36})$/, accept: isIbanStart },
  {
    type: 'phone',
    pattern: /(?<![\w+])(\+[1-9][\d ().-]{6,})$/,
    accept: (value) => digitsOf(value).length >= 4 && !/^\+\d+\.\d+$/.test(value),
  },
  { type: 'phone', pattern: /(?:phone|mobile|msisdn|tel)["']?\s?[:=]\s?["']?([\d ().-]{6,})$/i },
  {
    type: 'email',
    pattern: /(?<![\w/@.-])([A-Za-z0-9][\w.+%-]{6,}@(?:[A-Za-z][A-Za-z0-9.-]{0,63})?)$/,
    accept: (value) =>
      !/@(?:latest|next|beta|alpha|canary|main|master|head|stable|sha|ip-|v\d|host|local|workspace|npm)/.test(value),
  },
  { type: 'email', pattern: /(?:[ (]<|e-?mail["']?\s?[:=]\s?["']?|mailto:)([A-Za-z0-9][\w.+@-]{5,}[\w@+-])$/i },
  {
    type: 'ip',
    pattern: /(?<![\w.-])((?:[2-9]\d|1\d\d|2[0-4]\d|25[0-5])\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])\.\d{1,3}\.?)$/,
    accept: (value) => value.length >= 9,
  },
  {
    type: 'url_credentials',
    pattern: /[a-z][a-z0-9+]{1,16}:\/\/[\w.%+-]{0,64}:(?!\d{1,5}$)([^\s@/"'<>[\]{}]{3,})@?$/i,
  },
  { type: 'webhook_url', pattern: /\.webhook\.office\.com\/webhookb2\/([\w@-]{5,})$/i },
];

/** Redacts what the text ends with when that is the beginning of a value which a reader cut off. */
export const readCutTail = (scan: Scan): void => {
  const { length } = scan.view;
  const from = Math.max(0, length - TAIL);
  const tail = scan.slice(from, length);
  for (const { type, pattern, accept } of TAIL_RULES) {
    const value = pattern.exec(tail)?.[1];
    if (value === undefined || accept?.(value) === false) continue;
    const end = tail.endsWith('@') && type === 'url_credentials' ? length - 1 : length;
    scan.add(end - value.length, end, type, RANK.personal);
  }
};
