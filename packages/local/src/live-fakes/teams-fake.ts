import { type FakeAnswer, type LiveFake, type SeenRequest, startFake } from './fake-server.ts';
import { at, textAt } from './json-path.ts';

/** Teams refuses messages beyond about 28 KB. */
const MAX_BYTES = 28_672;

/** A Workflows webhook: 202 for a message with a card, 400 for anything else, 401 without the signature. */
export const startTeamsFake = async (
  options: { readonly port?: number } = {},
): Promise<LiveFake & { readonly webhookUrl: string; readonly messages: readonly unknown[] }> => {
  const messages: unknown[] = [];
  const fake = await startFake((request) => take(messages, request), options.port);
  const signature = 'obviously-fake-signature';
  return { ...fake, messages, webhookUrl: `${fake.url}/workflows/fake/triggers/manual/paths/invoke?sig=${signature}` };
};

const take = (messages: unknown[], { method, query, body, bytes }: SeenRequest): FakeAnswer => {
  if (method !== 'POST') return { status: 405 };
  if ((query.get('sig') ?? '') === '') return { status: 401 };
  if (bytes > MAX_BYTES) return { status: 413 };
  const card = at(body, 'attachments', '0', 'content');
  const isCard = textAt(card, 'type') === 'AdaptiveCard' && /^1\.[0-5]$/.test(textAt(card, 'version'));
  if (textAt(body, 'type') !== 'message' || !isCard) return { status: 400 };
  messages.push(body);
  return { status: 202 };
};
