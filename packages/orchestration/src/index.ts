export * from './evidence-state-machine.ts';
export * from './retry-policies.ts';
