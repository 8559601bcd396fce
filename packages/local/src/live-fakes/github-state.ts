import { createHash } from 'node:crypto';

/** A tree as the fake keeps it: file contents by path. */
export type FakeTree = ReadonlyMap<string, string>;

/** A commit of the fake. */
export interface FakeCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly authorEmail: string;
}

/** A pull request of the fake. */
export interface FakePull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  body: string;
  state: 'open' | 'closed';
  merged_at: string | null;
  readonly labels: string[];
  readonly reviewers: string[];
}

/** One repository of the fake, with what a person may do to it. */
export class FakeRepository {
  readonly trees = new Map<string, FakeTree>();
  readonly commits = new Map<string, FakeCommit>();
  readonly branches = new Map<string, string>();
  readonly pulls: FakePull[] = [];
  /** Newest first, as GitHub lists them. */
  readonly deployments: {
    readonly id: number;
    readonly sha: string;
    readonly environment: string;
    readonly state: string;
  }[] = [];
  readonly name: string;
  readonly collaborators: readonly string[];

  constructor(name: string, files: Readonly<Record<string, string>>, collaborators: readonly string[]) {
    this.name = name;
    this.collaborators = collaborators;
    const tree = this.addTree(new Map(Object.entries(files)));
    const first = { tree, parents: [], message: 'first', authorEmail: 'person@example.com', date: '' };
    this.branches.set('main', this.addCommit(first).sha);
  }

  /** The id of a tree derives from its files, as in git. */
  addTree(files: FakeTree): string {
    const sha = sha1([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.trees.set(sha, files);
    return sha;
  }

  /** The id of a commit derives from all that is in it, dates included, as in git. */
  addCommit({ date, ...commit }: Omit<FakeCommit, 'sha'> & { readonly date: string }): FakeCommit {
    const made = { ...commit, sha: sha1([commit, date]) };
    this.commits.set(made.sha, made);
    return made;
  }

  /** What a person does on a branch: one commit that changes one file. */
  commitAsPerson(branch: string, path: string, content: string): string {
    const parent = this.commits.get(this.branches.get(branch) ?? '');
    const files = new Map(this.trees.get(parent?.tree ?? '')).set(path, content);
    const parents = parent === undefined ? [] : [parent.sha];
    const commit = {
      tree: this.addTree(files),
      parents,
      message: 'by hand',
      authorEmail: 'person@example.com',
      date: '',
    };
    const { sha } = this.addCommit(commit);
    this.branches.set(branch, sha);
    return sha;
  }

  /** How many commits `branch` has that `base` has not. */
  ahead(branch: string, base: string): number {
    const known = this.history(this.branches.get(base));
    return [...this.history(this.branches.get(branch))].filter((sha) => !known.has(sha)).length;
  }

  /** Whether `sha` comes after `ancestor`. */
  descends(sha: string, ancestor: string): boolean {
    return this.history(sha).has(ancestor);
  }

  /** The files of a commit or branch. */
  files(at: string): FakeTree {
    const commit = this.commits.get(this.branches.get(at) ?? at);
    return this.trees.get(commit?.tree ?? '') ?? new Map();
  }

  private history(from: string | undefined): ReadonlySet<string> {
    const seen = new Set<string>();
    const open = from === undefined ? [] : [from];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (seen.has(sha)) continue;
      seen.add(sha);
      open.push(...(this.commits.get(sha)?.parents ?? []));
    }
    return seen;
  }
}

const sha1 = (content: unknown): string => createHash('sha1').update(JSON.stringify(content)).digest('hex');
