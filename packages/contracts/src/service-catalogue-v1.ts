import * as z from 'zod';
import { HintsV1, ResourceRefV1 } from './scope-v1.ts';

/** A service's name as it may stand in ids, labels and branch names. */
export const ServiceName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'expected 1 to 63 lower-case letters, digits and hyphens, starting with a letter or digit',
  );

/** What is known of one service before anything goes wrong. */
export const ServiceEntryV1 = z.strictObject({
  log_groups: HintsV1.shape.log_groups,
  metrics: HintsV1.shape.metrics,
  state_machine_arns: HintsV1.shape.state_machine_arns,
  resources: z.array(ResourceRefV1).max(100).default([]),
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'expected owner/name')
    .optional(),
  owners: z.array(z.string().min(1).max(100)).max(10).default([]),
});
export type ServiceEntryV1 = z.infer<typeof ServiceEntryV1>;

/** A deployment environment as AWS tags and log groups spell it. */
export const Environment = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, 'expected 1 to 32 letters, digits, hyphens and underscores');

/** `config/services.json`: the environments a report may name, and the services by name. */
export const ServiceCatalogueV1 = z.strictObject({
  schema_version: z.literal('1'),
  environments: z.array(Environment).min(1),
  services: z.record(ServiceName, ServiceEntryV1),
});
export type ServiceCatalogueV1 = z.infer<typeof ServiceCatalogueV1>;
