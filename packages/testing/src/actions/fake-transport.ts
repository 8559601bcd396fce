import type { CallContext, Refused, Unsure } from '@opsrunbook/actions';
import type { FakeProcess } from './fake-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One request to a provider. */
export interface FakeCall {
  readonly provider: 'jira' | 'teams' | 'github';
  readonly name: string;
  readonly isWrite: boolean;
}

/**
 * A provider that does not simply answer: whether the effect happens (at once, never, or so many milliseconds later), and what the
 * caller sees of it. `silence`: nothing until the caller's own timeout.
 */
export interface FaultAnswer {
  readonly effect: 'done' | 'none' | number;
  readonly seen: SeenError | 'no-connection' | 'broken' | 'silence' | 'true-answer';
}

export interface SeenError {
  readonly status: number;
  readonly retryAfterMs?: number;
}

/** What the provider itself would say. */
export type ProviderAnswer<T> = { readonly status: 200; readonly value: T } | { readonly status: 404 | 409 | 422 };

export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | ({ readonly kind: 'error' } & SeenError)
  | { readonly kind: 'no-connection' }
  | { readonly kind: 'broken' };

export interface FakeTransportProps {
  readonly time: VirtualTime;
  /** Decides about each request; undefined lets the provider answer. */
  readonly fault: (call: FakeCall) => FaultAnswer | undefined;
  readonly latencyMs: () => number;
}

/** Carries requests to in-memory providers: takes time, loses answers, and remembers every request that was sent. */
export class FakeTransport {
  readonly sent: (FakeCall & { readonly atMs: number })[] = [];
  readonly #props: FakeTransportProps;

  constructor(props: FakeTransportProps) {
    this.#props = props;
  }

  async request<T>(
    process: FakeProcess,
    context: CallContext,
    call: FakeCall,
    effect: () => ProviderAnswer<T>,
  ): Promise<Reply<T>> {
    await context.proceed();
    const { time, latencyMs } = this.#props;
    this.sent.push({ ...call, atMs: time.nowMs });
    await process.reach(`in-call ${call.name} nothing`);
    const fault = this.#props.fault(call);
    await time.sleep(latencyMs());
    const answer = this.#happen(effect, fault);
    await process.alive(undefined);
    await process.reach(`in-call ${call.name} landed`);
    await process.sleep(fault?.seen === 'silence' ? context.timeoutMs : latencyMs());
    await process.reach(`after ${call.name}`);
    return seen(answer, fault);
  }

  /** A request with a secret that is not accepted. */
  async refuse(process: FakeProcess, context: CallContext, call: FakeCall): Promise<Reply<never>> {
    await context.proceed();
    this.sent.push({ ...call, atMs: this.#props.time.nowMs });
    await process.sleep(this.#props.latencyMs());
    return { kind: 'error', status: 401 };
  }

  #happen<T>(effect: () => ProviderAnswer<T>, fault: FaultAnswer | undefined): ProviderAnswer<T> | undefined {
    if (fault === undefined || fault.effect === 'done') return effect();
    if (typeof fault.effect === 'number') this.#props.time.after(fault.effect, effect);
    return undefined;
  }
}

const seen = <T>(answer: ProviderAnswer<T> | undefined, fault: FaultAnswer | undefined): Reply<T> => {
  if (fault === undefined || fault.seen === 'true-answer') {
    if (answer === undefined) return { kind: 'broken' };
    return answer.status === 200 ? { kind: 'ok', value: answer.value } : { kind: 'error', status: answer.status };
  }
  if (fault.seen === 'silence') return { kind: 'broken' };
  return typeof fault.seen === 'string' ? { kind: fault.seen } : { kind: 'error', ...fault.seen };
};

/** What a reply that is not ok means for an action (reliability.md section 2, "Answers"). */
export const failureOf = (reply: Exclude<Reply<unknown>, { kind: 'ok' }>): Refused | Unsure => {
  if (reply.kind === 'no-connection') {
    return { outcome: 'refused', retryable: true, reason: { code: 'no_connection', message: 'no connection' } };
  }
  if (reply.kind === 'broken')
    return { outcome: 'unsure', reason: { code: 'no_answer', message: 'no readable answer' } };
  const reason = { code: `http_${reply.status}`, message: `the provider answered ${reply.status}` };
  const wait = reply.retryAfterMs === undefined ? {} : { retryAfterMs: reply.retryAfterMs };
  if (reply.status >= 500) return { outcome: 'unsure', reason, ...wait };
  const isThrottled = reply.status === 429 || reply.retryAfterMs !== undefined;
  return { outcome: 'refused', retryable: isThrottled, reason, ...wait };
};
