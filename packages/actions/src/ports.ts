import type { ActionKind, ActionMarker, ActionV1, IncidentPacketV1, Verdict } from '@opsrunbook/contracts';
import type { JsonObject } from '@opsrunbook/core';
import type { Gated } from '@opsrunbook/evidence';

/** An action of one kind, with the facts of that kind. */
export type ActionOf<Kind extends ActionKind> = Extract<ActionV1, { readonly kind: Kind }>;

/** Something that exists at a destination: an issue key, a pull request number as text; Teams has only our own name for a message. */
export interface ExternalObject {
  readonly ref: string;
  readonly url: string | null;
}

/** What an object at the destination was last made from. */
export interface ShownState {
  /** The action that wrote it. */
  readonly aid: string;
  readonly run_id: string;
  readonly verdict: Verdict;
  readonly headline: string;
}

/**
 * Everything a rendering may read. `links` and `shown` may differ between two attempts of one action (a ticket that was pending
 * exists by now): whatever must be byte-equal when repeated (a commit) uses only `action` and `packet`.
 */
export interface RenderContext<Kind extends ActionKind = ActionKind> {
  readonly action: ActionOf<Kind>;
  readonly packet: IncidentPacketV1;
  readonly links: {
    readonly ticket: ExternalObject | null;
    readonly pull_request: ExternalObject | null;
    /** Where people read the packet; null when there is no such address. */
    readonly packet: string | null;
  };
  /** The object an earlier run made, to be updated; null when it is to be created. */
  readonly existing: ExternalObject | null;
  /** What that object, or the last message, says; a change of verdict earns a comment. */
  readonly shown: ShownState | null;
  /** True when an earlier attempt of this very message may have arrived: the message must say so. */
  readonly mayBeRepeat: boolean;
}

/** Why an outcome is what it is, for the ledger and the log: a code, and a sentence without secrets or answer bodies. */
export interface OutcomeReason {
  /** snake_case, for example `http_429`, `connect_refused`, `timeout`, `broken_body`, `person_closed`. */
  readonly code: string;
  readonly message: string;
}

/** The provider certainly did nothing, so the intent is dropped: no connection, 3xx, 4xx, 429, refused secret, invalid payload. */
export interface Refused {
  readonly outcome: 'refused';
  readonly reason: OutcomeReason;
  /** Whether the same request may pass later (429, no connection); false for a fault only a person can mend. */
  readonly retryable: boolean;
  /** The least wait the provider asked for. GitHub without a header: 60,000 (facts.md section 12). */
  readonly retryAfterMs?: number;
}

/** The provider may have done it: 5xx, timeout, reset after sending, unreadable answer, stopped between two calls. */
export interface Unsure {
  readonly outcome: 'unsure';
  readonly reason: OutcomeReason;
  readonly retryAfterMs?: number;
}

/** The object stands as the payload says. */
export interface Landed {
  readonly outcome: 'landed';
  readonly object: ExternalObject;
  /** True when it stood before this call: another attempt made it, or a person settled it. */
  readonly adopted: boolean;
  /** For example that a person closed the pull request, or which other issues carry the marker. */
  readonly note?: OutcomeReason;
}

export type ActOutcome = Landed | Refused | Unsure;

/** The object with the marker was found. */
export interface Found {
  readonly outcome: 'found';
  readonly object: ExternalObject;
  /** The action whose content it shows in full, when the object tells; then there is nothing left to do for that action. */
  readonly appliedAid: string | null;
  /** A person closed, merged or deleted it: it stays so, and `act` is not called. */
  readonly settledByPerson: boolean;
  /** Further objects with the same marker, reported and left alone. */
  readonly others: readonly ExternalObject[];
  readonly note?: OutcomeReason;
}

/**
 * `absent` only when every way of looking answered and none found it; a way that failed makes it `unsure`. `refused` when the
 * provider does not let us look (no secret, no permission, no project): without an unsettled attempt that ends the action.
 */
export type LookOutcome = Found | { readonly outcome: 'absent' } | Unsure | Refused;

/**
 * What is read once before the first attempt, kept in the ledger with the intent, and handed to every `look` and `act` until the
 * attempt is settled. Jira: the newest issue key; GitHub: base branch and base commit, so that the commit gets the same sha again.
 */
export type Mark = JsonObject;
export interface PrepareRequest<Kind extends ActionKind = ActionKind> {
  readonly action: ActionOf<Kind>;
  /** The mark of an earlier attempt that did not land; GitHub answers with it again, Jira reads anew. */
  readonly previous: Mark | null;
}
export type PrepareOutcome = { readonly outcome: 'ready'; readonly mark: Mark } | Refused | Unsure;

/** The bounds of one destination step. */
export interface CallContext {
  /** Aborted when the step must end. */
  readonly signal: AbortSignal;
  /** Longest one request may take: 10,000 ms. */
  readonly timeoutMs: number;
  /**
   * Awaited before every request, also the first of a step: rejects with an error named `StepStopped` when the kill switch is on or
   * less time is left than one request and its recording need. A destination lets that error pass; the runner knows from the calls
   * to `proceed` whether anything was sent before it.
   */
  proceed(): Promise<void>;
}

/** What is looked for. */
export interface LookRequest<Kind extends ActionKind = ActionKind> {
  readonly action: ActionOf<Kind>;
  readonly marker: ActionMarker;
  /** The mark of the oldest unsettled attempt; null when there is none. */
  readonly mark: Mark | null;
  /** The object the ledger knows of; null when it knows none. */
  readonly known: ExternalObject | null;
}

/** What is to be done, once. */
export interface ActRequest<Payload extends JsonObject, Kind extends ActionKind = ActionKind> {
  readonly action: ActionOf<Kind>;
  readonly marker: ActionMarker;
  readonly payload: Gated<Payload>;
  readonly mark: Mark;
  /** What `look` found or the ledger knows: update it. Null: create it. */
  readonly existing: ExternalObject | null;
}

/** How a destination can be dealt with after an unclear attempt. */
export interface DestinationTraits {
  /** Whether an object can be found again by its marker. If not, `look` is never called, and an unclear attempt is repeated at most once. */
  readonly findable: boolean;
  /** Whether all runs of an incident share one object (ticket, pull request) or each has its own (message). */
  readonly object: 'per-incident' | 'per-run';
}

/**
 * One place where an action takes effect. It does not decide whether to act: gates, claims and repeats are the runner's.
 *
 * - `render` is pure and gives exactly what is sent; the runner gates it, and `act` sends what it is handed, adding only headers.
 * - `prepare` and `look` only read. `act` makes one attempt: no retry, no redirect, answers capped at 1 MiB and parsed.
 * - With `existing` or after an unclear attempt, `act` converges: each of its calls is conditional or finds what stands (422 = exists
 *   → adopt; a comment carries its `aid` and is looked for first), so that repeating it 120 s after an unclear attempt adds nothing.
 * - Never throws for what a provider answers; whatever it throws (but `StepStopped`) counts as `unsure`.
 */
export interface Destination<Kind extends ActionKind = ActionKind, Payload extends JsonObject = JsonObject> {
  readonly kind: Kind;
  readonly traits: DestinationTraits;
  render(context: RenderContext<Kind>): Payload;
  prepare(request: PrepareRequest<Kind>, call: CallContext): Promise<PrepareOutcome>;
  look(request: LookRequest<Kind>, call: CallContext): Promise<LookOutcome>;
  act(request: ActRequest<Payload, Kind>, call: CallContext): Promise<ActOutcome>;
}

/** The destinations that are wired; a kind without one is skipped as not configured. */
export type Destinations = { readonly [Kind in ActionKind]?: Destination<Kind> };
