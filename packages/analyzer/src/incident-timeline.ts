import type { RunRequestV1, TimelineEntryV1 } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import { claimText } from './claim-text.ts';
import { type Draft, draftId } from './statement.ts';

/** The ordered story: every dated change, alarm and failure, the first anomaly of each entity, and when it was reported. */
export const timelineOf = (request: RunRequestV1, drafts: readonly Draft[]): readonly TimelineEntryV1[] => {
  const entries = firstAnomalies(drafts).flatMap((draft): TimelineEntryV1[] => {
    const { role, onsetMs, entity, claim } = draft;
    if (onsetMs === null || role === 'context' || role === 'relay') return [];
    return [{ at_ms: onsetMs, kind: role, entity, text: claimText(claim, 160), statement: draftId(draft) }];
  });
  const inOrder = [...entries].sort(byTime).slice(0, ANALYZER_CONFIG.packet.maxTimeline - 1);
  return [...inOrder, ...reported(request)].sort(byTime);
};

const byTime = (a: TimelineEntryV1, b: TimelineEntryV1): number =>
  a.at_ms - b.at_ms ||
  (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : (a.statement ?? '') < (b.statement ?? '') ? -1 : 1);

const firstAnomalies = (drafts: readonly Draft[]): readonly Draft[] => {
  const first = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.role !== 'anomaly') continue;
    const known = first.get(draft.entity);
    const isEarlier = (draft.onsetMs ?? Infinity) < (known?.onsetMs ?? Infinity);
    if (known === undefined || isEarlier) first.set(draft.entity, draft);
  }
  return drafts.filter((draft) => draft.role !== 'anomaly' || first.get(draft.entity) === draft);
};

/** The incident's id carries when it was reported, to the second. */
const reported = ({ incident_id, service, title }: RunRequestV1): readonly TimelineEntryV1[] => {
  const [, year, month, day, hour, minute, second] =
    /^inc-(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)-/.exec(incident_id) ?? [];
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(atMs)) return [];
  return [{ at_ms: atMs, kind: 'reported', entity: service, text: claimText(title, 160), statement: null }];
};
