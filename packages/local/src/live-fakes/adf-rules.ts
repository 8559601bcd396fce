import { at, textAt } from './json-path.ts';

/** Whether Jira takes this as a document: known nodes, no empty text, no marks in code, no line ends in paragraphs. */
export const isAdfDocument = (value: unknown): boolean =>
  textAt(value, 'type') === 'doc' && at(value, 'version') === 1 && childrenOf(value).every(isBlock);

const isBlock = (node: unknown): boolean => {
  switch (textAt(node, 'type')) {
    case 'paragraph':
    case 'heading':
      return childrenOf(node).every((child) => isText(child) && !textAt(child, 'text').includes('\n'));
    case 'codeBlock':
      return childrenOf(node).every((child) => isText(child) && at(child, 'marks') === undefined);
    default:
      return false;
  }
};

const isText = (node: unknown): boolean => textAt(node, 'type') === 'text' && textAt(node, 'text') !== '';

const childrenOf = (node: unknown): readonly unknown[] => {
  const content: unknown = at(node, 'content');
  return Array.isArray(content) ? content : [];
};
