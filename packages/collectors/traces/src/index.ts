export { createTracesCollector, type TracesCollectorDeps } from './collect-traces.ts';
export { type TraceSummaryPage, type Traces, type TracesPage, tracesOf } from './traces.ts';
