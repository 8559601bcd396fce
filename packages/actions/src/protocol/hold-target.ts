import type { ActionV1, AppliedV1, ExternalObjectV1, IncidentId, TargetRecordV1 } from '@opsrunbook/contracts';
import type { Mark } from '../ports.ts';
import type { Attempt } from './attempt.ts';
import { isHeldByAnother } from './claim-action.ts';

export type HoldAnswer =
  | { readonly answer: 'held'; readonly target: TargetRecordV1 }
  | { readonly answer: 'busy'; readonly untilMs: number };

/** The target as it is before anything was ever sent there; revision 0 is never stored. */
export const newTarget = (
  incident_id: IncidentId,
  { kind, target, marker }: Pick<ActionV1, 'kind' | 'target' | 'marker'>,
): TargetRecordV1 => ({
  schema_version: '1',
  revision: 0,
  incident_id,
  kind,
  target,
  marker,
  hold: null,
  intents: [],
  mark: null,
  not_before_ms: null,
  external: null,
  applied: null,
  effects: 0,
});

/** The hold on a target: granted when no attempt of any run of the incident holds it. */
export const holdTarget = (target: TargetRecordV1, attempt: Attempt): HoldAnswer => {
  if (isHeldByAnother(target.hold, attempt)) return { answer: 'busy', untilMs: target.hold?.until_ms ?? attempt.nowMs };
  return {
    answer: 'held',
    target: { ...next(target), hold: { owner: attempt.owner, until_ms: attempt.leaseUntilMs } },
  };
};

/** A request that is about to be sent. */
export interface NewIntent {
  readonly aid: string;
  readonly sentAtMs: number;
  readonly mark: Mark;
  /** The object that was found and is to be changed: from now on it is known, also when this attempt crashes. */
  readonly existing: ExternalObjectV1 | null;
  /** Whether earlier attempts stay: they were not settled by a look. */
  readonly keepEarlier: boolean;
}

/** Before a request is sent: it may land from now on. */
export const intend = (target: TargetRecordV1, intent: NewIntent): TargetRecordV1 => {
  const mark = definedMembers(intent.mark);
  const added = { aid: intent.aid, sent_at_ms: intent.sentAtMs, mark };
  return {
    ...next(target),
    intents: intent.keepEarlier ? [...target.intents, added] : [added],
    mark,
    external: intent.existing ?? target.external,
  };
};

/** How an object came to stand. */
export interface Landing {
  readonly external: ExternalObjectV1;
  readonly applied: AppliedV1;
  /** 0 when we changed nothing. */
  readonly effects: 0 | 1;
  /** Whether the other runs' unclear attempts were about this same object; their own messages stay unclear. */
  readonly isShared: boolean;
}

/** The object stands; whatever earlier attempts at it may have left is this object. */
export const landed = (target: TargetRecordV1, { external, applied, effects, isShared }: Landing): TargetRecordV1 => ({
  ...released(target),
  intents: isShared ? [] : target.intents.filter(({ aid }) => aid !== applied.aid),
  mark: null,
  not_before_ms: null,
  external,
  applied,
  effects: target.effects + effects,
});

/** The provider certainly did nothing: the newest intent is dropped, its mark kept for the next attempt. */
export const refused = (target: TargetRecordV1, notBeforeMs: number | null): TargetRecordV1 => ({
  ...next(target),
  intents: target.intents.slice(0, -1),
  not_before_ms: notBeforeMs,
});

/** The provider may have done it: the intent stays. */
export const unsure = (target: TargetRecordV1, notBeforeMs: number | null): TargetRecordV1 => ({
  ...released(target),
  not_before_ms: notBeforeMs,
});

/** The hold given back, nothing else changed. */
export const released = (target: TargetRecordV1): TargetRecordV1 => ({ ...next(target), hold: null });

const next = (target: TargetRecordV1): TargetRecordV1 => ({ ...target, revision: target.revision + 1 });

const definedMembers = (mark: Mark): TargetRecordV1['intents'][number]['mark'] => JSON.parse(JSON.stringify(mark));
