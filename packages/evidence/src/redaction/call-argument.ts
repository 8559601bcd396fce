import { isIn, QUOTE, WORD } from './char-class.ts';
import type { NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';

const MAX_NAME = 64;
/** Verbs of calls whose text is a key, a label or a message, not the secret. */
const READING_VERB =
  /^(?:get|has|is|find|fetch|read|load|validate|check|verify|encode|hash|parse|delete|remove|generate|create|require|need|request|log|print|show|hide|ask|prompt|reset|forgot|compare|lookup|resolve|describe|list|rotate)/i;

/** Redacts the text of a call like `setPassword("x")` or `PASSWORD('x')` whose parenthesis stands at the place. */
export const readCallArgument = (scan: Scan, parenthesis: number, lookup: NameLookup): void => {
  if (!isIn(scan.code(parenthesis + 1), QUOTE)) return;
  const start = scan.runStart(parenthesis, WORD, MAX_NAME);
  if (start === parenthesis) return;
  const name = scan.slice(start, parenthesis);
  const found = READING_VERB.test(name) ? undefined : lookup(name);
  if (found === undefined || (found.strength !== 'strong' && found.strength !== 'weak')) return;
  redactNamed(scan, found, { from: parenthesis + 1, isColon: false });
};
