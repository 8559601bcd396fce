export * from './assert-never.ts';
export * from './errors.ts';
export * from './hash.ts';
export * from './json.ts';
export * from './ports.ts';
