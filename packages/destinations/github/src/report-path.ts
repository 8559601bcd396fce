import { InvalidInputError } from '@opsrunbook/core';

/** Names that reach git and other people's workflows come from a closed vocabulary (reliability.md section 6). */
const REF = /^[a-z0-9][a-z0-9/-]{0,99}$/;

/** The branch, or an InvalidInputError when it could mean more than a name. */
export const checkedBranch = (branch: string): string => checked(branch, REF.test(branch) && isTidy(branch), 'branch');

/** The report's path: a Markdown file below a plain folder, never a hidden or a workflow file. */
export const checkedReportPath = (path: string): string => {
  const stem = path.replace(/\.md$/, '');
  return checked(path, path.endsWith('.md') && REF.test(stem) && isTidy(stem), 'report path');
};

const isTidy = (name: string): boolean => !name.includes('//') && !name.endsWith('/');

const checked = (name: string, isPlain: boolean, what: string): string => {
  if (isPlain) return name;
  const message = `the ${what} has characters that are not allowed; expected lower-case letters, digits, hyphens and slashes`;
  throw new InvalidInputError('unsafe_ref', message);
};

/** Where a reader sees lines of a file at a revision; the path is encoded, so it cannot mean anything but a path. */
export const permalink = (at: {
  readonly webUrl: string;
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
  readonly line: number | null;
}): string => {
  const path = at.path.split('/').map(encoded).join('/');
  const line = at.line === null ? '' : `#L${at.line}`;
  return `${at.webUrl}/${at.repository}/blob/${at.revision}/${path}${line}`;
};

const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(/[!'()*~_]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
