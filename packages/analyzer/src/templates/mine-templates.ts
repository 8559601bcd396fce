import { maskMessage, tokensOf, WILDCARD } from './mask.ts';
import { clusterBySimilarity } from './parse-tree.ts';

/** A log statement as its messages show it. `members` are indexes into the mined messages, ascending. */
export interface LogTemplate {
  readonly text: string;
  readonly members: readonly number[];
}

/** Only the first line tells the statement; what follows is a stack or a dump. */
const FIRST_LINE_UNITS = 1000;
const firstLine = (message: string): string => {
  const end = message.indexOf('\n');
  return message.slice(0, Math.min(end < 0 ? message.length : end, FIRST_LINE_UNITS));
};

/**
 * Groups messages by the statement that wrote them, in whatever order they come: masked forms are clustered in sorted order, then
 * clusters whose templates read the same without repeated wildcards are merged.
 */
export const mineTemplates = (messages: readonly string[]): readonly LogTemplate[] => {
  const byMask = new Map<string, number[]>();
  messages.forEach((message, index) => {
    const masked = maskMessage(firstLine(message));
    const found = byMask.get(masked);
    if (found === undefined) byMask.set(masked, [index]);
    else found.push(index);
  });
  const forms = [...byMask.keys()].sort();
  const clusters = clusterBySimilarity(forms.map(tokensOf));
  const byText = new Map<string, number[]>();
  for (const { tokens, members } of clusters) {
    const text = templateText(tokens);
    const indexes = byText.get(text) ?? [];
    for (const member of members) for (const index of byMask.get(forms[member] ?? '') ?? []) indexes.push(index);
    byText.set(text, indexes);
  }
  return [...byText.entries()]
    .map(([text, members]) => ({ text, members: members.sort((a, b) => a - b) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
};

/** Words joined as a person would write them, runs of wildcards as one. */
const templateText = (tokens: readonly string[]): string =>
  tokens
    .join(' ')
    .replace(/ ([,;:)\]}=])/g, '$1')
    .replace(/([([{=]) /g, '$1')
    .replaceAll(/(?:<\*>[\s,]*){2,}/g, `${WILDCARD} `)
    .trim();
