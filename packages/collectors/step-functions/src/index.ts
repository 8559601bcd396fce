export { createStepFunctionsCollector, type StepFunctionsCollectorDeps } from './collect-step-functions.ts';
export {
  type ExecutionDescription,
  type ExecutionHistory,
  type ExecutionPage,
  executionHistoryOf,
  type HistoryPage,
} from './execution-history.ts';
