export * from './call-source.ts';
export * from './fault-reason.ts';
export * from './source-fault.ts';
export * from './source-reader.ts';
