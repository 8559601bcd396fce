import { sha256Hex } from '@opsrunbook/core';
import { FakeProvider } from './fake-provider.ts';
import type { FakeTransport } from './fake-transport.ts';

/** A commit; `aid` is the action whose report it adds, null for a person's commit. */
export interface FakeCommit {
  readonly sha: string;
  readonly parent: string;
  readonly aid: string | null;
}

export interface FakePullRequest {
  readonly number: number;
  readonly branch: string;
  state: 'open' | 'closed' | 'merged';
  isLabelled: boolean;
}

const ok = <T>(value: T) => ({ status: 200, value }) as const;

/** One repository with the rules of the real one: refs are made once and move forward only, a branch has one open pull request. */
export class FakeGitHub extends FakeProvider {
  readonly commits = new Map<string, FakeCommit>();
  readonly refs = new Map<string, string>();
  readonly pulls: FakePullRequest[] = [];
  /** Null when the base branch was renamed. */
  base: string | null = 'base-0';

  constructor(transport: FakeTransport) {
    super('github', transport);
  }

  /** The sha of a commit with fixed dates: equal content on an equal parent is the same commit. */
  commit(parent: string, aid: string | null) {
    const sha = sha256Hex(`${parent} ${aid}`).slice(0, 40);
    this.commits.set(sha, { sha, parent, aid });
    return ok(sha);
  }

  createRef(branch: string, sha: string) {
    if (this.refs.has(branch)) return { status: 422 } as const;
    this.refs.set(branch, sha);
    return ok(sha);
  }

  /** Fast-forward only. */
  updateRef(branch: string, sha: string) {
    if (this.commits.get(sha)?.parent !== this.refs.get(branch)) return { status: 422 } as const;
    this.refs.set(branch, sha);
    return ok(sha);
  }

  createPull(branch: string) {
    if (!this.refs.has(branch)) return { status: 422 } as const;
    if (this.pulls.some((pull) => pull.branch === branch && pull.state === 'open')) return { status: 422 } as const;
    const pull: FakePullRequest = { number: this.pulls.length + 1, branch, state: 'open', isLabelled: false };
    this.pulls.push(pull);
    return ok(pull);
  }

  pullsOf(branch: string): readonly FakePullRequest[] {
    return this.pulls.filter((pull) => pull.branch === branch);
  }

  /** How many commits a branch has that its base has not. */
  commitsAhead(branch: string): number {
    let count = 0;
    for (let commit = this.commits.get(this.refs.get(branch) ?? ''); commit; commit = this.commits.get(commit.parent)) {
      count += 1;
    }
    return count;
  }
}
