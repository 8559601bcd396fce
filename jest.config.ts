import type { Config } from 'jest';

/** Jest on native ES modules: swc strips the types, Node resolves the workspaces. */
const config: Config = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{packages,lambdas,lib,test,scripts}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk\\.out/', '/\\.opsrunbook/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk\\.out', '<rootDir>/\\.opsrunbook'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  // Modules of a finished test file stay in memory; a worker that has grown is replaced between two files.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 120_000,
};

export default config;
