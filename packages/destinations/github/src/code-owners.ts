/** Who may be asked to review: GitHub logins, and slugs of teams of the repository's organisation. */
export interface Reviewers {
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

/** Where GitHub looks for the file, first match wins (docs: about code owners). */
export const CODE_OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** More reviewers than this make nobody feel asked; GitHub refuses more than 15. */
const MAX_REVIEWERS = 6;

/**
 * The owners of `paths` by a CODEOWNERS file, `@user` or `@org/team`, sorted: for each path the last line whose pattern matches
 * counts, even when it names nobody. E-mail owners are left out: they cannot be asked through the API.
 */
export const ownersOf = (codeOwners: string, paths: readonly string[]): readonly string[] => {
  const rules = codeOwners.split('\n').flatMap(ruleOf);
  const owners = paths.flatMap((path) => rules.findLast(({ glob }) => matches(glob, path))?.owners ?? []);
  return [...new Set(owners.filter((owner) => OWNER.test(owner)))].sort();
};

/** Those who can be asked in a repository of `organisation`: teams of others do not exist there. */
export const reviewersOf = (owners: readonly string[], organisation: string): Reviewers => {
  const users: string[] = [];
  const teams: string[] = [];
  for (const owner of owners.filter((name) => OWNER.test(name)).slice(0, MAX_REVIEWERS)) {
    const [account = '', team] = owner.slice(1).split('/');
    if (team === undefined) users.push(account);
    else if (account.toLowerCase() === organisation.toLowerCase()) teams.push(team);
  }
  return { users, teams };
};

const OWNER = /^@[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/[\w.-]{1,100})?$/;

interface Rule {
  readonly glob: string;
  readonly owners: readonly string[];
}

const ruleOf = (line: string): readonly Rule[] => {
  const [glob = '', ...owners] = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .split(/(?<!\\)\s+/);
  if (glob === '' || glob.startsWith('!') || glob.startsWith('\\#') || glob.length > 300) return [];
  return [{ glob: glob.replaceAll('\\ ', ' '), owners }];
};

/** gitignore's rules without negation, character ranges and escaped hashes, which CODEOWNERS does not have. */
const matches = (glob: string, path: string): boolean => {
  const body = glob.replace(/^\//, '').replace(/\/$/, '');
  const isAnchored = glob.startsWith('/') || body.includes('/');
  const segments = [...(isAnchored ? [] : ['**']), ...body.split('/')];
  const isOneLevel = isAnchored && body.endsWith('/*');
  const depth = glob.endsWith('/') ? 'below' : isOneLevel ? 'exact' : 'at or below';
  return matchesSegments(segments, path.split('/'), depth);
};

type Depth = 'exact' | 'below' | 'at or below';

/** Follows which numbers of path segments can have been read so far; linear in both, so that no pattern can make it slow. */
const matchesSegments = (segments: readonly string[], path: readonly string[], depth: Depth): boolean => {
  let reached: readonly number[] = [0];
  for (const segment of segments) reached = [...new Set(reached.flatMap((at) => stepsFrom(at, segment, path)))];
  const isWhole = reached.includes(path.length);
  const isAbove = reached.some((at) => at < path.length && at > 0);
  return depth === 'exact' ? isWhole : depth === 'below' ? isAbove : isWhole || isAbove;
};

const stepsFrom = (at: number, segment: string, path: readonly string[]): readonly number[] => {
  if (segment === '**') return Array.from({ length: path.length - at + 1 }, (_, step) => at + step);
  return matchesName(segment, path[at]) ? [at + 1] : [];
};

/** One name against one pattern with * and ?; on a mismatch only the last star is tried longer, which is enough. */
const matchesName = (pattern: string, name: string | undefined): boolean => {
  if (name === undefined) return false;
  let [at, star, starAt] = [0, -1, 0];
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') [star, starAt, at] = [at, index, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index]))
      [at, index] = [at + 1, index + 1];
    else if (star >= 0) {
      starAt += 1;
      [at, index] = [star + 1, starAt];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
};
