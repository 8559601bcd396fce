/** The few node types we write. A type alias, so that it is a JSON object. */
export type AdfText = {
  readonly type: 'text';
  readonly text: string;
  readonly marks?: readonly { readonly type: 'link'; readonly attrs: { readonly href: string } }[];
};
export type AdfBlock =
  | { readonly type: 'paragraph'; readonly content: readonly AdfText[] }
  | { readonly type: 'codeBlock'; readonly content: readonly AdfText[] }
  | { readonly type: 'heading'; readonly attrs: { readonly level: number }; readonly content: readonly AdfText[] };

/** An Atlassian Document Format document. */
export type AdfDocument = { readonly type: 'doc'; readonly version: 1; readonly content: readonly AdfBlock[] };

/** Plain text without marks; `text` must not be empty, Jira refuses the whole document otherwise. */
export const text = (value: string): AdfText => ({ type: 'text', text: value });

/** A link to one of our own addresses, with a text of our own. Never call it with an address from evidence. */
export const link = (value: string, href: string): AdfText => ({
  type: 'text',
  text: value,
  marks: [{ type: 'link', attrs: { href } }],
});

export const paragraph = (...content: readonly AdfText[]): AdfBlock => ({ type: 'paragraph', content });

export const heading = (value: string): AdfBlock => ({ type: 'heading', attrs: { level: 3 }, content: [text(value)] });

/** Lines of evidence, one text node each; in a code block nothing is read as markup and no marks are allowed. */
export const codeBlock = (lines: readonly string[]): AdfBlock => ({
  type: 'codeBlock',
  content: lines.map((line, index) => text(index < lines.length - 1 ? `${line}\n` : line)).filter(isNotEmpty),
});

export const adfDocument = (content: readonly AdfBlock[]): AdfDocument => ({ type: 'doc', version: 1, content });

const isNotEmpty = (node: AdfText): boolean => node.text !== '';
