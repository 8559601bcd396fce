import type { ActOutcome, CallContext, Destination, Refused, Unsure } from '@opsrunbook/actions';
import {
  type Answered,
  answerOf,
  exchange,
  readSecret,
  refused,
  type SecretSource,
  unsure,
} from '@opsrunbook/outbound';
import type { TeamsPayload } from './card.ts';
import { MAX_BODY_BYTES, renderTeams } from './render-teams.ts';

/** Which channel is told, by the address of its Workflows webhook. */
export interface TeamsConnection {
  /** The whole address with its signature; it is the secret and never shows up in a message or log. */
  readonly webhookUrl: SecretSource;
  /** Hosts end in one of these; Workflows addresses by default. */
  readonly hostSuffixes?: readonly string[];
  /** For tests and the local fakes only: plain HTTP to 127.0.0.1. */
  readonly allowLoopback?: boolean;
}

/** The only addresses that still work (facts.md section 14). */
export const WORKFLOWS_HOSTS: readonly string[] = ['.environment.api.powerplatform.com'];

/**
 * Messages in Microsoft Teams. 202 means queued and nothing can be looked up afterwards, so an object here is only our own name
 * for a message.
 */
export const createTeamsDestination = (connection: TeamsConnection): Destination<'teams-message', TeamsPayload> => ({
  kind: 'teams-message',
  traits: { findable: false, object: 'per-run' },
  render: renderTeams,
  prepare: async () => ({ outcome: 'ready', mark: {} }),
  look: async () => unsure('not_findable', 'a Teams message cannot be looked up'),
  act: async ({ action, payload }, call): Promise<ActOutcome> => {
    const types = Object.keys(payload.redactions);
    if (types.length > 0) return refused('payload_blocked', `the second redaction gate found ${types.join(', ')}`);
    const posted = await post(connection, JSON.stringify(payload.value), call);
    if (posted.outcome !== 'answered') return posted;
    const object = { ref: `message-${action.aid.slice(0, 20)}`, url: null };
    return { outcome: 'landed', object, adopted: false };
  },
});

const post = async (
  connection: TeamsConnection,
  body: string,
  call: CallContext,
): Promise<Answered | Refused | Unsure> => {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES)
    return refused('payload_too_large', `the message is larger than ${MAX_BODY_BYTES} bytes; nothing was sent`);
  const address = await readSecret(connection.webhookUrl, 'the Teams webhook address');
  if (address.outcome === 'refused') return address;
  const url = URL.parse(address.secret);
  if (url === null || url.username !== '')
    return refused(
      'teams_webhook_url',
      'the Teams webhook address is not an address; copy it from the workflow as it is',
    );
  await call.proceed();
  const { hostSuffixes = WORKFLOWS_HOSTS, allowLoopback = false } = connection;
  const isAllowedHost = (host: string): boolean => hostSuffixes.some((suffix) => host.endsWith(suffix));
  const limits = { isAllowedHost, timeoutMs: call.timeoutMs, signal: call.signal, allowLoopback };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const answered = answerOf('Teams', await exchange({ method: 'POST', url, headers, body }, limits));
  if (answered.outcome === 'refused' && ADDRESS_REFUSED.has(answered.reason.code)) connection.webhookUrl.forget();
  return answered.outcome === 'answered' ? deliveredOf(answered) : answered;
};

/** The address itself was refused: it may have been replaced, so the next action reads it anew. */
const ADDRESS_REFUSED: ReadonlySet<string> = new Set(['http_401', 'http_403', 'http_404', 'http_410']);

/** Some flows answer 200 and put the failure behind them into the text. */
const deliveredOf = (answered: Answered): Answered | Refused | Unsure => {
  const status = /HTTP error (\d{3})/i.exec(answered.body)?.[1];
  if (status === undefined) return answered;
  const code = `delivery_http_${status}`;
  const message = `Teams accepted the message, but its delivery failed with ${status}`;
  return status.startsWith('5') ? unsure(code, message) : refused(code, message, status === '429');
};
