import { ScopeV1 } from '@opsrunbook/contracts';

/** A scope of just these sources; empty without any. */
export const scopeOf = (sources: Partial<ScopeV1>): ScopeV1 =>
  ScopeV1.parse({ log_groups: [], metrics: [], state_machine_arns: [], resources: [], ...sources });
