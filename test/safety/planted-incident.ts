import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRecording, type Recording } from '@opsrunbook/local';
import { recordedIncident } from '../pipeline/test-setup.ts';
import type { CanaryNest } from './canary.ts';
import { plantedExecution } from './planted-execution.ts';
import { plantedLogs } from './planted-logs.ts';
import { plantedAlarms, plantedChanges, plantedServiceGraph, plantedTrace } from './planted-records.ts';

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:orders';
const TRACE = '1-69a6b050-000000000000000000000001';

/** The small incident of the pipeline's tests with canaries wherever a person or a program can write something. */
export const plantedIncident = async (folder: string, nest: CanaryNest): Promise<Recording> => {
  const base = recordedIncident();
  const lines = (values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\n');
  const dimensions = { Endpoint: `https://app:${nest.word('metric: dimension')}@pay.example.com` };
  const planted = { namespace: 'Orders', name: 'Refused', dimensions, statistic: 'Sum' };
  const files = {
    'recording.json': JSON.stringify({
      schema_version: '1',
      name: 'planted',
      description: 'orders fail, and everything that is said of it holds a canary',
      recorded_now: base.recordedNow,
      report: reportOf(base, nest),
      services: {
        orders: {
          ...base.catalogue.services.orders,
          metrics: [planted],
          resources: [{ type: 'lambda', name: 'reserve' }],
        },
      },
    }),
    'logs.jsonl': lines([...base.logs, ...plantedLogs(nest)]),
    'metrics.jsonl': lines([
      ...base.metrics,
      ...base.metrics.map((metric) => ({ ...metric, metric: 'Refused', dimensions })),
    ]),
    'step-functions.json': JSON.stringify({ executions: [...base.executions, plantedExecution(nest, MACHINE)] }),
    'service-graph.json': JSON.stringify(plantedServiceGraph(nest)),
    'traces.jsonl': lines([plantedTrace(nest, TRACE)]),
    'alarms.json': JSON.stringify(plantedAlarms(nest)),
    'changes.json': JSON.stringify(plantedChanges(nest)),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return loadRecording(folder);
};

const reportOf = ({ report }: Recording, nest: CanaryNest) => ({
  ...report,
  title: `Orders of ${nest.email('report: title')} fail, password=${nest.word('report: password in the title')}`,
  hints: {
    ...report.hints,
    trace_ids: [TRACE],
    metrics: [
      {
        namespace: 'Orders',
        name: `Failures of ${nest.token('report: name of a hinted metric')}`,
        dimensions: { api_key: nest.word('report: dimension of a hinted metric') },
      },
    ],
  },
});
