import { groupByCommonWords, type WordedForm } from './common-words.ts';
import { maskMessage, tokensOf, WILDCARD, WordMasks } from './mask.ts';

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

/** Groups messages by the statement that wrote them, in whatever order they come. */
export const mineTemplates = (messages: readonly string[]): readonly LogTemplate[] => {
  const byMask = new Map<string, number[]>();
  const masks = new WordMasks();
  messages.forEach((message, index) => {
    const masked = maskMessage(firstLine(message), masks);
    const found = byMask.get(masked);
    if (found === undefined) byMask.set(masked, [index]);
    else found.push(index);
  });
  const lines = [...byMask.keys()].sort();
  const forms = lines.map(
    (line, index): WordedForm => ({
      index,
      tokens: tokensOf(line),
      lines: byMask.get(line)?.length ?? 0,
    }),
  );
  const byText = new Map<string, number[]>();
  for (const group of Map.groupBy(forms, ({ tokens }) => tokens.length).values()) {
    for (const { tokens, forms: own } of groupByCommonWords(group)) {
      const text = templateText(tokens);
      const members = byText.get(text) ?? [];
      byText.set(text, members);
      for (const form of own) for (const member of byMask.get(lines[form] ?? '') ?? []) members.push(member);
    }
  }
  return [...byText.entries()]
    .map(([text, members]) => ({ text, members: members.sort((a, b) => a - b) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
};

/** Words with runs of wildcards as one: how many values a list had tells nothing of the statement. */
const templateText = (tokens: readonly string[]): string => tokens.join(' ').replace(/<\*>(?:[\s,]*<\*>)+/g, WILDCARD);
