import type { AnalyzeEnv } from '@opsrunbook/lambdas/analyze/env';
import type { ApiVariables } from '@opsrunbook/lambdas/api/env';
import type { CollectAlarmsEnv } from '@opsrunbook/lambdas/collect-alarms/env';
import type { CollectChangesEnv } from '@opsrunbook/lambdas/collect-changes/env';
import type { CollectLogsEnv } from '@opsrunbook/lambdas/collect-logs/env';
import type { CollectMetricsEnv } from '@opsrunbook/lambdas/collect-metrics/env';
import type { CollectServiceGraphEnv } from '@opsrunbook/lambdas/collect-service-graph/env';
import type { CollectStepFunctionsEnv } from '@opsrunbook/lambdas/collect-step-functions/env';
import type { CollectTracesEnv } from '@opsrunbook/lambdas/collect-traces/env';
import type { GenerateLogsEnv } from '@opsrunbook/lambdas/generate-logs/env';
import type { PersistSnapshotEnv } from '@opsrunbook/lambdas/persist-snapshot/env';
import type { RunActionsVariables } from '@opsrunbook/lambdas/run-actions/env';

/** The environment each folder under lambdas/ demands: a construct that forgets a variable does not compile. */
export interface LambdaEnvironments {
  readonly api: ApiVariables;
  readonly 'collect-logs': CollectLogsEnv;
  readonly 'collect-metrics': CollectMetricsEnv;
  readonly 'collect-step-functions': CollectStepFunctionsEnv;
  readonly 'collect-service-graph': CollectServiceGraphEnv;
  readonly 'collect-traces': CollectTracesEnv;
  readonly 'collect-alarms': CollectAlarmsEnv;
  readonly 'collect-changes': CollectChangesEnv;
  readonly 'persist-snapshot': PersistSnapshotEnv;
  readonly analyze: AnalyzeEnv;
  readonly 'run-actions': RunActionsVariables;
  readonly 'generate-logs': GenerateLogsEnv;
}

/** A folder under lambdas/. */
export type LambdaName = keyof LambdaEnvironments;
