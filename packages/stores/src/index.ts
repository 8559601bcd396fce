export * from './action-repository.ts';
export type { DocumentClient, Table } from './dynamo-item.ts';
export * from './incident-repository.ts';
export * from './packet-repository.ts';
export * from './run-repository.ts';
export * from './s3-evidence-store.ts';
