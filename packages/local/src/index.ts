export * from './local-system.ts';
export * from './loopback.ts';
export * from './recorded-clock.ts';
export * from './verify-run.ts';
