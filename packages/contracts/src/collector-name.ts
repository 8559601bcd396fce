import * as z from 'zod';

/** Every collector there is, in the order people read their results. */
export const COLLECTOR_NAMES = [
  'cloudwatch-logs',
  'cloudwatch-metrics',
  'step-functions',
  'service-graph',
  'traces',
  'alarms',
  'changes',
] as const;
export const CollectorName = z.enum(COLLECTOR_NAMES);
export type CollectorName = z.infer<typeof CollectorName>;
