export * from './durable-bus.ts';
export * from './embedded-dynamodb.ts';
export * from './file-evidence-store.ts';
export * from './local-orchestrator.ts';
export * from './local-system.ts';
export * from './loopback.ts';
export * from './recorded-clock.ts';
export * from './verify-run.ts';
