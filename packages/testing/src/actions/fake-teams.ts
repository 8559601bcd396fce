import type { ActOutcome, Destination } from '@opsrunbook/actions';
import type { FakeProcess } from './fake-process.ts';
import { FakeProvider, unexpected } from './fake-provider.ts';
import type { FakeTransport } from './fake-transport.ts';

/** A card in the channel. */
export interface FakeCard {
  readonly aid: string;
  readonly saysRepeat: boolean;
}

/** A Teams channel behind a workflow: it queues what it is sent, tells nothing about it, and never notices a repeat. */
export class FakeTeams extends FakeProvider {
  readonly cards: FakeCard[] = [];

  constructor(transport: FakeTransport) {
    super('teams', transport);
  }

  /** The destination of one process. */
  destination(process: FakeProcess): Destination<'teams-message', { aid: string; saysRepeat: boolean }> {
    const connection = this.connect(process);
    return {
      kind: 'teams-message',
      traits: { findable: false, object: 'per-run' },
      render: ({ action, mayBeRepeat }) => ({ aid: action.aid, saysRepeat: mayBeRepeat }),
      prepare: async () => ({ outcome: 'ready', mark: {} }),
      look: async () => {
        throw new Error('a message cannot be looked for');
      },
      act: async ({ payload, action }, call): Promise<ActOutcome> => {
        const posted = await connection.request(call, { name: 'post-card', isWrite: true }, () => {
          this.cards.push(payload.value);
          return { status: 200, value: undefined };
        });
        if (posted.outcome === 'ok') {
          return { outcome: 'landed', object: { ref: action.aid.slice(0, 20), url: null }, adopted: false };
        }
        return posted.outcome === 'conflict' ? unexpected(posted) : posted;
      },
    };
  }
}
