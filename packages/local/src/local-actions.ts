import {
  createBreaker,
  type Destinations,
  type KillSwitch,
  PROTOCOL,
  type RepositoryLookups,
} from '@opsrunbook/actions';
import type { ActionsConfigV1, RepoMappingV1 } from '@opsrunbook/contracts';
import { type Clock, DependencyError, type EventBus, type IdSource } from '@opsrunbook/core';
import type { EvidenceStore, Gate } from '@opsrunbook/evidence';
import { createRunActionsHandler } from '@opsrunbook/lambdas/run-actions/handler';
import { resolveRun } from '@opsrunbook/lambdas/run-actions/resolve-run';
import type { ActionRepository, PacketRepository } from '@opsrunbook/stores';
import { LOCAL_ACCOUNT } from './durable-bus.ts';

/** What actions need of the outside: where they take effect, where the fault may lie in code, and whether they may run. */
export interface ActionsSetup {
  readonly config: ActionsConfigV1;
  readonly mapping: RepoMappingV1;
  readonly destinations: Destinations;
  /** Undefined without GitHub: then repositories rest on the rules alone. */
  readonly lookups: RepositoryLookups | undefined;
  readonly killSwitch: KillSwitch;
}

export interface LocalActionsDeps {
  readonly setup: ActionsSetup;
  readonly ledger: ActionRepository;
  readonly packets: PacketRepository;
  readonly evidence: EvidenceStore;
  readonly gate: () => Promise<Gate>;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly onFailure: (what: string, error: unknown) => void;
}

/** As long as the runner's function may take on Lambda. */
const RUNNER_MS = 50_000;

/** The work queue of one machine: hands the runner what SQS would, and rejects what it has not done with, so that the bus delivers it again. */
export const createLocalActions = ({ setup, ledger, packets, onFailure, ...shared }: LocalActionsDeps) => {
  const handler = createRunActionsHandler({
    ...shared,
    ledger,
    packetRecord: ({ incident_id, run_id, started_at }) =>
      packets.get({ schema_version: '1', incident_id, run_id, started_at }),
    destinations: setup.destinations,
    killSwitch: setup.killSwitch,
    breaker: createBreaker(shared.clock),
    protocol: PROTOCOL,
    config: setup.config,
    resolve: resolveRun({ evidence: shared.evidence, mapping: setup.mapping, lookups: setup.lookups }),
    account: LOCAL_ACCOUNT,
    report: (outcome) => {
      if ('error' in outcome) onFailure('acting on an incident failed', outcome.error);
    },
  });
  return async (envelope: unknown): Promise<unknown> => {
    const startedMs = performance.now();
    const event = { Records: [{ messageId: 'local', body: JSON.stringify(envelope) }] };
    const answer = await handler(event, () => RUNNER_MS - (performance.now() - startedMs));
    if ('batchItemFailures' in answer && answer.batchItemFailures.length > 0) {
      throw new DependencyError('actions_open', 'not every action has its answer yet; the next delivery goes on');
    }
    return answer;
  };
};
