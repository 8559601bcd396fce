export * from './recorded-execution-history.ts';
