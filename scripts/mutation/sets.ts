interface MutationSet {
  readonly what: string;
  /** Files that are changed. */
  readonly mutate: readonly string[];
  /** Tests that should notice. */
  readonly tests: readonly string[];
}

/** What must be held so tightly by tests that a small change of it does not pass. */
export const MUTATION_SETS: Readonly<Record<string, MutationSet>> = {
  stores: {
    what: 'conditional writes',
    mutate: ['packages/stores/src/*.ts', '!packages/stores/src/*.test.ts', '!packages/stores/src/index.ts'],
    tests: ['packages/stores/src/*.test.ts'],
  },
  protocol: {
    what: 'ledger and protocol of actions',
    mutate: ['packages/actions/src/protocol/*.ts', 'packages/actions/src/action-id.ts', '!**/*.test.ts'],
    tests: ['packages/actions/src/**/*.test.ts'],
  },
  requests: {
    what: 'request validation',
    mutate: ['lambdas/api/{read-body,report-incident,problems,start-run}.ts', 'packages/evidence/src/time-window.ts'],
    tests: ['lambdas/api/*.test.ts', 'packages/evidence/src/time-window.test.ts'],
  },
  redaction: {
    what: 'gate and redaction',
    mutate: ['packages/evidence/src/gate.ts', 'packages/evidence/src/redaction/*.ts', '!**/*.test.ts'],
    tests: ['packages/evidence/src/gate.test.ts', 'packages/evidence/src/redaction/*.test.ts'],
  },
  bundle: {
    what: 'archive, signature and check of bundles',
    mutate: ['packages/bundle/src/*.ts', '!**/*.test.ts', '!**/*test-setup.ts', '!**/index.ts'],
    tests: ['packages/bundle/src/*.test.ts'],
  },
};
