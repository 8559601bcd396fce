/** A file of an archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Far above what a run can hold (its budgets add up to some 20 MB), far below what hurts the reader's machine. */
export const ARCHIVE_LIMITS = { bytes: 256 * 1024 * 1024, files: 2_000 } as const;

/** Relative, in folders, and the same on every file system: no dots first, no `..`, no drive, no backslash, nothing invisible. */
const PATH = /^(?=.{1,200}$)[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** What is wrong with the paths of an archive; undefined when they can be unpacked anywhere without meeting each other. */
export const pathProblem = (paths: readonly string[]): string | undefined => {
  if (paths.length > ARCHIVE_LIMITS.files) return `it holds more than ${ARCHIVE_LIMITS.files} files`;
  const seen = new Set<string>();
  for (const path of paths) {
    if (!PATH.test(path)) return `it holds a file named ${JSON.stringify(path.slice(0, 100))}, which is not allowed`;
    const folded = path.toLowerCase();
    if (seen.has(folded)) return `it holds ${path} twice`;
    seen.add(folded);
  }
  const folders = new Set([...seen].flatMap(foldersOf));
  const both = [...seen].find((path) => folders.has(path));
  return both === undefined ? undefined : `${both} is both a file and a folder`;
};

const foldersOf = (path: string): readonly string[] =>
  path.split('/').flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join('/')]));
