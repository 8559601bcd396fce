import {
  type CollectorProgressV1,
  ManifestV1,
  objectKeys,
  RunRequestV1,
  type RunStatus,
  type RunV1,
  type RunViewV1,
  type SnapshotV1,
} from '@opsrunbook/contracts';
import type { ExecutionState } from '@opsrunbook/core';
import { readSealed, readStored } from '@opsrunbook/evidence';
import type { ApiDeps } from './api-deps.ts';
import { linksOf } from './links.ts';

/** How far a run has come, told from what it has written; the execution is asked only while nothing is sealed. */
export const runStatus = async (
  deps: ApiDeps,
  run: RunV1,
): Promise<{ status: RunStatus; execution: ExecutionState }> => {
  if ((await deps.packets.get(run)) !== undefined) return { status: 'analyzed', execution: 'SUCCEEDED' };
  if ((await deps.runs.getSnapshot(run)) !== undefined) return { status: 'sealed', execution: 'SUCCEEDED' };
  const execution = await deps.orchestrator.status(run.run_id);
  return { status: statusOfExecution(execution), execution };
};

/** Status of a run and of each of its collectors. */
export const runView = async (deps: ApiDeps, run: RunV1): Promise<RunViewV1> => {
  const { status, execution } = await runStatus(deps, run);
  const snapshot = await deps.runs.getSnapshot(run);
  const collectors =
    snapshot === undefined ? await unsealedProgress(deps, run, status) : await sealedProgress(deps, snapshot);
  const { incident_id, run_id, started_at } = run;
  return {
    incident_id,
    run_id,
    started_at,
    status,
    execution,
    collectors: [...collectors],
    links: linksOf(incident_id, run_id),
  };
};

const statusOfExecution = (execution: ExecutionState): RunStatus => {
  switch (execution) {
    case 'NOT_FOUND':
      return 'pending';
    case 'RUNNING':
      return 'collecting';
    // The seal wrote its item after we looked for it.
    case 'SUCCEEDED':
      return 'sealed';
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return 'failed';
  }
};

const sealedProgress = async (
  { evidence }: ApiDeps,
  { manifest }: SnapshotV1,
): Promise<readonly CollectorProgressV1[]> => {
  const { document } = await readSealed(evidence, manifest, ManifestV1);
  return document.entries.map(({ collector, status, rows, reasons }) => ({ collector, status, rows, reasons }));
};

const unsealedProgress = async (
  { evidence }: ApiDeps,
  run: RunV1,
  status: RunStatus,
): Promise<readonly CollectorProgressV1[]> => {
  const request = await readStored(evidence, objectKeys.request(run), RunRequestV1);
  const collectors = request?.document.collectors ?? [];
  return Promise.all(
    collectors.map(async (collector) => {
      if (await evidence.has(objectKeys.evidence(run, collector))) return { collector, status: 'stored' };
      return { collector, status: status === 'failed' ? 'missing' : 'running' };
    }),
  );
};
