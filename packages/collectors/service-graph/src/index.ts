export { createServiceGraphCollector, type ServiceGraphCollectorDeps } from './collect-service-graph.ts';
export { type ServiceGraphPage, type ServiceGraphs, serviceGraphsOf } from './service-graphs.ts';
