export {
  type ChangeClients,
  type ChangeRecords,
  changeRecordsOf,
  type FunctionAlias,
  type FunctionVersion,
  type ParameterHistoryPage,
  type ParametersPage,
  type StackEventsPage,
  type TrailPage,
  type VersionsPage,
} from './change-records.ts';
export { type ChangesCollectorDeps, createChangesCollector } from './collect-changes.ts';
