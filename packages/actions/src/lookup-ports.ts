/** Which commit runs, and who says so. */
export interface DeployedRevision {
  readonly revision: string;
  readonly source: string;
}

/** Reads about repositories; `undefined` only when the provider says that there is no such thing, otherwise they reject. */
export interface RepositoryLookups {
  deployedRevision(of: {
    readonly repository: string;
    readonly service: string;
    readonly environment: string | null;
  }): Promise<DeployedRevision | undefined>;
  /** Every path at a revision; `complete` is false when the provider cut the list. */
  paths(at: {
    readonly repository: string;
    readonly revision: string;
  }): Promise<{ readonly paths: readonly string[]; readonly complete: boolean } | undefined>;
  /** Owners of these files by the repository's CODEOWNERS, `@user` or `@org/team`, each once and sorted; empty when it names none. */
  codeOwners(of: {
    readonly repository: string;
    readonly revision: string;
    readonly paths: readonly string[];
  }): Promise<readonly string[]>;
}

/** Whether actions may run at all. Rejects when that cannot be read, and then nothing runs. */
export interface KillSwitch {
  isAutomationEnabled(): Promise<boolean>;
}
