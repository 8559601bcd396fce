import type {
  ActionPlanV1,
  EvidenceRefV1,
  FindingV1,
  IncidentPacketV1,
  ManifestV1,
  RunRequestV1,
} from '@opsrunbook/contracts';
import type { SealedRun } from '@opsrunbook/evidence';
import type { LedgerHistoryV1 } from '../ledger-history-v1.ts';
import type { Actions } from '../read-actions.ts';
import type { StoredPacket } from '../read-packet.ts';
import { type CitedExcerpt, citedExcerpt } from './cited-excerpt.ts';

/** A finding or hypothesis with what it cites. */
export type StatementView = {
  readonly statement: Omit<FindingV1, 'supporting' | 'contradicting'>;
  readonly supporting: readonly CitedExcerpt[];
  readonly contradicting: readonly CitedExcerpt[];
  /** Citations that are not shown. */
  readonly more: number;
};

/** All a page shows, as one value that passes the gate. */
export type PageView = {
  readonly request: RunRequestV1;
  readonly manifest: ManifestV1;
  readonly manifest_sha256: string;
  readonly packet: IncidentPacketV1 | null;
  readonly findings: readonly StatementView[];
  readonly hypotheses: readonly StatementView[];
  readonly plan: ActionPlanV1 | null;
  readonly ledger: LedgerHistoryV1 | null;
};

export interface PageParts {
  readonly run: SealedRun;
  readonly packet: StoredPacket | undefined;
  readonly actions: Actions | undefined;
}

/** Citations shown of one statement. */
const SHOWN_CITATIONS = 3;

/** What a page shows of a run: nothing that is not in the bundle. */
export const pageViewOf = ({ run, packet, actions }: PageParts): PageView => {
  const viewOf = statementView(run);
  return {
    request: run.request,
    manifest: run.manifest,
    manifest_sha256: run.manifestSha256,
    packet: packet?.packet ?? null,
    findings: packet?.packet.findings.map(viewOf) ?? [],
    hypotheses: packet?.packet.hypotheses.map(viewOf) ?? [],
    plan: actions?.plan ?? null,
    ledger: actions?.ledger ?? null,
  };
};

type Citing = Omit<FindingV1, 'id'> & { readonly id: string };

const statementView =
  ({ objects }: SealedRun) =>
  ({ supporting, contradicting, ...rest }: Citing): StatementView => {
    const evidence = objects.map((object) => object.evidence);
    const excerpts = (refs: readonly EvidenceRefV1[]) =>
      refs.slice(0, SHOWN_CITATIONS).map((ref) => citedExcerpt(ref, evidence));
    const shown = { supporting: excerpts(supporting), contradicting: excerpts(contradicting) };
    const { id, rule, entity, claim, onset_ms, verdict, confidence } = rest;
    return {
      statement: { id, rule, entity, claim, onset_ms, verdict, confidence },
      ...shown,
      more: supporting.length + contradicting.length - shown.supporting.length - shown.contradicting.length,
    };
  };
