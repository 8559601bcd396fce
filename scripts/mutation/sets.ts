interface MutationSet {
  readonly what: string;
  /** Files that are changed. */
  readonly mutate: readonly string[];
  /** Tests that should notice, as Jest takes them: parts of paths. */
  readonly tests: readonly string[];
}

/** What must be held so tightly by tests that a small change of it does not pass. */
export const MUTATION_SETS: Readonly<Record<string, MutationSet>> = {
  stores: {
    what: 'conditional writes',
    mutate: ['packages/stores/src/{action,incident,run,packet}-repository.ts', 'packages/stores/src/dynamo-item.ts'],
    tests: ['packages/stores/src/repositories', 'packages/stores/src/action-repository'],
  },
  protocol: {
    what: 'ledger and protocol of actions',
    mutate: ['packages/actions/src/protocol/*.ts', 'packages/actions/src/action-id.ts', '!**/*.test.ts'],
    tests: ['packages/actions/src'],
  },
  requests: {
    what: 'request validation',
    mutate: ['lambdas/api/{read-body,report-incident,problems,start-run}.ts', 'packages/evidence/src/time-window.ts'],
    tests: ['lambdas/api', 'packages/evidence/src/time-window'],
  },
  redaction: {
    what: 'gate and redaction',
    mutate: ['packages/evidence/src/gate.ts', 'packages/evidence/src/redaction/*.ts', '!**/*.test.ts'],
    tests: ['packages/evidence/src/gate', 'packages/evidence/src/redaction'],
  },
  bundle: {
    what: 'archive, signature and check of bundles',
    mutate: ['packages/bundle/src/*.ts', '!**/*.test.ts', '!**/*test-setup.ts', '!**/index.ts'],
    tests: ['packages/bundle'],
  },
};
