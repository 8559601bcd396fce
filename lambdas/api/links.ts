import type { IncidentId, IncidentLinksV1, RunId } from '@opsrunbook/contracts';

/** Addresses of everything that belongs to an incident and one of its runs. */
export const linksOf = (incidentId: IncidentId, runId: RunId): IncidentLinksV1 => {
  const self = `/v1/incidents/${incidentId}`;
  return {
    self,
    runs: `${self}/runs`,
    run: `${self}/runs/${runId}`,
    snapshot: `${self}/snapshot/latest`,
    evidence: `${self}/evidence`,
    packet: `${self}/packet/${runId}`,
    actions: `${self}/actions/latest`,
    replay: `${self}/replay`,
  };
};
