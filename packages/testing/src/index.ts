export * from './aws-error.ts';
export * from './fake-cloudwatch.ts';
