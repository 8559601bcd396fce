export * from './build-action.ts';
export * from './build-packet.ts';
export * from './contract-steps.ts';
export * from './counted-call.ts';
export * from './destination-contract.ts';
export * from './fake-secret.ts';
export * from './provider-descriptions.ts';
export * from './second-gate.ts';
