import type { Service } from '@aws-sdk/client-xray';
import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type Collected,
  type Collector,
  type CollectorDescription,
  faultReason,
  type Health,
  healthOf,
  plainName,
  type RunWindows,
  type SourceReader,
  type SourceWords,
  scopeResources,
  sourceReader,
  timeSlices,
} from '@opsrunbook/evidence';
import { MergedGraph, type Period } from './merged-graph.ts';
import { withinBudget } from './nearest-first.ts';
import type { ServiceGraphs } from './service-graphs.ts';

const NAME = 'service-graph';
type Name = typeof NAME;
const PERMISSION = 'xray:GetServiceGraph';
const XRAY: SourceWords = { service: 'X-Ray', collector: NAME };

/** X-Ray's console shows six hours at most and its reference names no other limit, so no more is asked for at once. */
const MAX_RANGE_MS = 6 * 3_600_000;

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads: 'who called whom, how often, how slowly and with which failures, over the window and its baseline',
  permissions: [
    { action: PERMISSION, resource: '*', why: 'reads the service graph; X-Ray has no resources to restrict this to' },
  ],
};

export interface ServiceGraphCollectorDeps {
  readonly client: ServiceGraphs;
  readonly clock: Clock;
}

/** Collects `service-graph` evidence: X-Ray's graphs of window and baseline, merged into one. */
export const createServiceGraphCollector = ({ client, clock }: ServiceGraphCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client, clock),
  collect: async (windows, scope, budget) => {
    const ownNames = scopeResources(scope).map(plainName);
    if (ownNames.length === 0) return NOTHING;
    const reader = sourceReader({ clock, budget }, XRAY);
    const graph = new MergedGraph();
    const reasons: ReasonV1[] = [];
    let answered = 0;
    for (const period of ['window', 'baseline'] as const) {
      const read = await readPeriod({ client, reader, graph }, windows, period);
      reasons.push(...read.reasons);
      answered += read.answered ? 1 : 0;
    }
    const isSilent = graph.isEmpty && reasons.length === 0;
    return {
      data: { ...withinBudget(graph.close(), ownNames, budget), may_be_incomplete: X_RAY_SAMPLES },
      reasons: isSilent ? [NOT_TRACED] : reasons,
      asked: 2,
      answered,
    };
  },
});

/** X-Ray sees the requests that were sampled and says nothing of the others: an edge that is absent proves nothing. */
const X_RAY_SAMPLES = true;

interface Reading {
  readonly client: ServiceGraphs;
  readonly reader: SourceReader;
  readonly graph: MergedGraph;
}

const readPeriod = async ({ client, reader, graph }: Reading, windows: RunWindows, period: Period) => {
  const question = { subject: `service graph of the ${period}`, permission: PERMISSION, on: '*' };
  let answered = false;
  for (const { startMs, endMs } of timeSlices(windows[period], MAX_RANGE_MS)) {
    const services: Service[] = [];
    const range = { StartTime: new Date(startMs), EndTime: new Date(endMs) };
    const end = await reader.pages(question, {
      ask: (token, options) =>
        client.getServiceGraph({ ...range, ...(token !== undefined && { NextToken: token }) }, options),
      next: ({ NextToken }) => NextToken,
      take: ({ Services = [] }) => {
        services.push(...Services);
        return true;
      },
    });
    graph.add(period, services);
    answered ||= end.answered;
    if (end.reason !== undefined) return { answered, reasons: [end.reason] };
  }
  return { answered, reasons: [] };
};

const checkHealth = (client: ServiceGraphs, clock: Clock): Promise<Health> => {
  const endMs = clock.now().getTime();
  const question = { subject: 'X-Ray', permission: PERMISSION, on: '*' };
  return healthOf({
    ask: () => client.getServiceGraph({ StartTime: new Date(endMs - 60_000), EndTime: new Date(endMs) }),
    reasonFor: (fault) => faultReason(fault, question, XRAY),
  });
};

const NOTHING: Collected<Name> = {
  data: { nodes: [], edges: [], may_be_incomplete: X_RAY_SAMPLES },
  asked: 0,
  answered: 0,
  reasons: [
    {
      code: 'nothing_to_read',
      subject: NAME,
      message: 'neither the catalogue nor the hints name a resource whose calls could be followed',
      fix: 'add resources of the service to config/services.json, or hint resource_arns',
    },
  ],
};

const NOT_TRACED: ReasonV1 = {
  code: 'not_found',
  subject: NAME,
  message: 'X-Ray saw no request in the window or the baseline',
  fix: 'turn on active tracing of the service’s functions, APIs and state machines, or switch this collector off',
};
