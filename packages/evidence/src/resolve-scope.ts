import type { HintsV1, MetricRefV1, ScopeV1, ServiceEntryV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue } from '@opsrunbook/core';

/** What a run may read: all the catalogue knows of the service, and the hints added to it; each thing once, catalogue first. */
export const resolveScope = (entry: ServiceEntryV1 | undefined, hints: HintsV1): ScopeV1 => ({
  ...hints,
  log_groups: distinct([...(entry?.log_groups ?? []), ...hints.log_groups]),
  metrics: distinct<MetricRefV1>([...(entry?.metrics ?? []), ...hints.metrics]),
  state_machine_arns: distinct([...(entry?.state_machine_arns ?? []), ...hints.state_machine_arns]),
  resources: distinct(entry?.resources ?? []),
});

const distinct = <T extends JsonValue>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [canonicalJson(value), value])).values(),
];
