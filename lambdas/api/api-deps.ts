import type { ActionsConfigV1, CollectorsConfigV1, HealthV1, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import type { Clock, IdSource, Orchestrator } from '@opsrunbook/core';
import type { EvidenceStore, Gate } from '@opsrunbook/evidence';
import type { ActionRepository, IncidentRepository, PacketRepository, RunRepository } from '@opsrunbook/stores';

/** Everything the API touches; the same app runs behind API Gateway and on one machine. */
export interface ApiDeps {
  readonly incidents: IncidentRepository;
  readonly runs: RunRepository;
  readonly packets: PacketRepository;
  readonly actions: Pick<ActionRepository, 'plan' | 'plans' | 'action' | 'latest'>;
  /** What the runner plans with, for replay. */
  readonly actionsConfig: ActionsConfigV1;
  readonly evidence: EvidenceStore;
  readonly orchestrator: Orchestrator;
  readonly gate: () => Promise<Gate>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly catalogue: ServiceCatalogueV1;
  readonly collectors: CollectorsConfigV1;
  readonly health: () => Promise<HealthV1>;
  /** The OpenAPI document, as served. */
  readonly openApi: string;
}
