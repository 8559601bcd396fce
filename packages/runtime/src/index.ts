export * from './client-settings.ts';
export { createLogger } from './create-logger.ts';
export * from './event-bridge-bus.ts';
export * from './lambda-handler.ts';
export * from './parse-env.ts';
export * from './random-id-source.ts';
export * from './redaction-key.ts';
export * from './step-functions-orchestrator.ts';
export * from './system-clock.ts';
