export * from './recorded-metric-data.ts';
