import {
  actOnIncident,
  beginInvocation,
  type PlanRun,
  type ReconcileDeps,
  type Reconciled,
  reconcile,
} from '@opsrunbook/actions';
import { envelopeOf, INCIDENT_ANALYZED, IncidentAnalyzedV1 } from '@opsrunbook/contracts';
import { DependencyError, type IdSource, InvalidInputError, type RemainingTime } from '@opsrunbook/core';
import * as z from 'zod';

/** How one delivery went, for the log and the metrics. */
export type DeliveryOutcome =
  | { readonly event: IncidentAnalyzedV1; readonly run: PlanRun }
  | { readonly event: IncidentAnalyzedV1 | undefined; readonly error: unknown };

export interface RunActionsDeps extends ReconcileDeps {
  readonly ids: IdSource;
  /** The account whose bus is listened to; an event of another is refused. */
  readonly account: string;
  readonly report: (outcome: DeliveryOutcome) => void;
}

/** What SQS hands over; each body is the envelope EventBridge put there. */
const SqsEvent = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

const Envelope = envelopeOf(INCIDENT_ANALYZED, IncidentAnalyzedV1).extend({ account: z.string() });

/** An envelope of ours has less than 2 KB; nothing larger is parsed. */
const MAX_BODY_BYTES = 65_536;

/** The time one delivery needs at least: claims, one request to each destination and the records. */
const DELIVERY_MS = 20_000;

/** Names the deliveries that are not done with: SQS hands those out again, and after five receives puts them aside. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What the schedule sends: settle what the deliveries left open. */
const ReconcileEvent = z.object({ reconcile: z.literal(true) });

/**
 * Acts on analyzed incidents; `{"reconcile": true}` settles what is left open. A delivery is acknowledged only when the incident
 * has its answer about every action.
 */
export const createRunActionsHandler =
  (deps: RunActionsDeps) =>
  async (event: unknown, remaining: RemainingTime): Promise<BatchAnswer | Reconciled> => {
    if (ReconcileEvent.safeParse(event).success) return reconcile(deps, beginInvocation(deps.ids, remaining));
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of SqsEvent.parse(event).Records) {
      const isAcknowledged = await deliver(deps, body, remaining);
      if (!isAcknowledged) batchItemFailures.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures };
  };

const deliver = async (deps: RunActionsDeps, body: string, remaining: RemainingTime): Promise<boolean> => {
  let event: IncidentAnalyzedV1 | undefined;
  try {
    event = parseBody(deps, body);
    if (remaining() < DELIVERY_MS)
      throw new DependencyError('no_time', 'too little time was left; the next delivery acts');
    const run = await actOnIncident(deps, event, beginInvocation(deps.ids, remaining));
    deps.report({ event, run });
    return run.answered;
  } catch (error) {
    // Every failure is reported and makes SQS deliver again; none is taken for success.
    deps.report({ event, error });
    return false;
  }
};

const parseBody = ({ account }: RunActionsDeps, body: string): IncidentAnalyzedV1 => {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) throw new InvalidInputError('event_too_large', `the event has ${bytes} bytes`);
  const envelope = Envelope.parse(JSON.parse(body));
  if (envelope.account === account) return envelope.detail;
  throw new InvalidInputError('foreign_event', 'the event comes from another account; nothing is done');
};
