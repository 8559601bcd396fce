import type { SuspectedFileV1 } from '@opsrunbook/contracts';
import type { StackFrame } from './stack-frames.ts';

/** Most files that are shown of one repository. */
const MAX_FILES = 10;

/** What a built file was made from. The line of a built file says nothing about its source. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'jsx'],
  mjs: ['mts', 'ts'],
  cjs: ['cts', 'ts'],
  jsx: ['tsx'],
};

/** Where images and functions put an application, and where builds put their output. */
const CONTAINER = /^\/?(var\/task|usr\/src\/app|usr\/app|opt\/app|app|workspace|code|srv|src)\//;
const BUILD = /^(dist|build|out|lib|target)\//;

const PATH = /^[\w@+][\w@+./-]{0,299}$/;

/**
 * The files of a repository that frames name, most often named first. A frame's path begins somewhere in a container, so its
 * longest ending that exactly one file of the repository has is taken; where two files have it, none is.
 */
export const suspectedFiles = (frames: readonly StackFrame[], paths: readonly string[]): readonly SuspectedFileV1[] => {
  const byName = Map.groupBy(
    paths.filter((path) => PATH.test(path)),
    nameOf,
  );
  const found = frames.flatMap((frame) => fileOf(frame, byName) ?? []);
  const files = [...Map.groupBy(found, ({ path }) => path)].map(([path, named]) => ({
    path,
    line: named.find(({ line }) => line !== null)?.line ?? null,
    frames: named.length,
  }));
  return files.sort((a, b) => b.frames - a.frames || (a.path < b.path ? -1 : 1)).slice(0, MAX_FILES);
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const fileOf = ({ path, line }: StackFrame, byName: ReadonlyMap<string, readonly string[]>) => {
  const as = (wanted: string) => longestMatch(wanted, byName.get(nameOf(wanted)) ?? []);
  const [, stem = path, extension = ''] = /^(.+)\.(\w+)$/.exec(path) ?? [];
  for (const source of SOURCES[extension] ?? []) {
    const built = as(`${stem}.${source}`);
    if (built !== undefined) return { path: built, line: null };
  }
  const same = as(path);
  return same === undefined ? undefined : { path: same, line: line === 0 ? null : line };
};

/**
 * The one path that shares the most trailing segments with `wanted`; undefined when two share as many, or when only the file's name
 * is the same although the frame tells its folder too.
 */
const longestMatch = (wanted: string, paths: readonly string[]): string | undefined => {
  const segments = wanted.split('/').reverse();
  const least = Math.min(2, wanted.replace(CONTAINER, '').replace(BUILD, '').split('/').length);
  const shared = (path: string): number => {
    const own = path.split('/').reverse();
    const end = own.findIndex((segment, index) => segment !== segments[index]);
    return end === -1 ? own.length : end;
  };
  const ranked = paths.map((path) => ({ path, shared: shared(path) })).sort((a, b) => b.shared - a.shared);
  const [best, second] = ranked;
  if (best === undefined || best.shared < least || best.shared === second?.shared) return undefined;
  return best.path;
};
