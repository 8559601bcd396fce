import { type ActionReasonV1, objectKeys, type RenderedPayloadV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonObject, sha256Hex } from '@opsrunbook/core';
import { type Gated, SealedObject } from '@opsrunbook/evidence';
import type { RenderContext } from '../ports.ts';
import type { BoundDestination } from './bound-destination.ts';
import type { Job, RunnerDeps } from './runner-deps.ts';

/** A DynamoDB item holds 400 KB; a payload beyond this lies in the evidence store, the item keeps its key. */
const INLINE_BYTES = 65_536;

/** What is new at the destination, besides the action itself. */
export type RenderState = Pick<RenderContext, 'existing' | 'shown' | 'mayBeRepeat'>;

export type Rendering =
  | { readonly rendered: true; readonly payload: Gated<JsonObject> }
  | { readonly rendered: false; readonly reason: ActionReasonV1 };

/** Exactly what is sent, through the second gate. Whatever cannot be rendered and gated whole is not sent. */
export const renderPayload = async (
  deps: RunnerDeps,
  { packet, links, action }: Job,
  destination: BoundDestination,
  state: RenderState,
): Promise<Rendering> => {
  try {
    const document = destination.render({ packet, links, ...state });
    const payload = (await deps.gate()).pass(document);
    if (carries(document, action.marker) && !carries(payload.value, action.marker)) {
      return blocked('marker_lost', 'the redaction gate took the marker out of the payload');
    }
    const types = Object.keys(payload.redactions);
    if (types.length > 0) return blocked('payload_blocked', `the second redaction gate found ${types.join(', ')}`);
    return { rendered: true, payload };
  } catch (error) {
    const name = error instanceof Error ? error.name : 'an unknown value';
    return blocked('not_rendered', `the payload could not be rendered and redacted: ${name}`);
  }
};

const carries = (document: JsonObject, marker: string): boolean => canonicalJson(document).includes(marker);

const blocked = (code: string, message: string): Rendering => ({ rendered: false, reason: { code, message } });

/** The payload as the ledger keeps it. */
export const keepPayload = async (
  { evidence }: Pick<RunnerDeps, 'evidence'>,
  { plan, action }: Pick<Job, 'plan' | 'action'>,
  payload: Gated<JsonObject>,
): Promise<RenderedPayloadV1> => {
  const text = canonicalJson(payload.value);
  const bytes = Buffer.byteLength(text);
  const described = { sha256: sha256Hex(text), bytes, redactions: payload.redactions };
  if (bytes <= INLINE_BYTES) return { ...described, document: JSON.parse(text), key: null };
  const key = objectKeys.payload(plan, action.aid, described.sha256);
  await evidence.putOnce(key, SealedObject.seal(payload));
  return { ...described, document: null, key };
};
