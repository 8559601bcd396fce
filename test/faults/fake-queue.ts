import type { VirtualTime } from '../../packages/testing/src/actions/index.ts';

/** A delivery in the queue. */
export interface Message {
  readonly body: string;
  receives: number;
  state: 'queued' | 'done' | 'dead';
}

/** Of the queue: 5 receives, 150 s apart, which is past the time an unclear attempt needs to settle. */
const RECEIVES = 5;
const VISIBILITY_MS = 150_000;

/** A queue that hands a message out again until it is taken, and puts it aside after five receives. */
export class FakeQueue {
  readonly messages: Message[] = [];
  readonly #time: VirtualTime;
  readonly #consume: (body: string) => Promise<boolean>;

  /** `consume` answers whether the message is taken; it may never answer. */
  constructor(time: VirtualTime, consume: (body: string) => Promise<boolean>) {
    this.#time = time;
    this.#consume = consume;
  }

  /** Puts a message into the queue; it is received after `delayMs`. */
  enqueue(body: string, delayMs = 0): void {
    const message: Message = { body, receives: 0, state: 'queued' };
    this.messages.push(message);
    this.#time.after(delayMs, () => this.#receive(message));
  }

  /** An operator sends dead letters back. */
  redrive(): void {
    for (const message of this.messages.filter(({ state }) => state === 'dead')) {
      message.state = 'queued';
      message.receives = 0;
      this.#receive(message);
    }
  }

  get dead(): number {
    return this.messages.filter(({ state }) => state === 'dead').length;
  }

  #receive(message: Message): void {
    message.receives += 1;
    this.#consume(message.body).then(
      (isTaken) => {
        if (isTaken) message.state = 'done';
      },
      () => undefined,
    );
    this.#time.after(VISIBILITY_MS, () => {
      if (message.state !== 'queued') return;
      if (message.receives < RECEIVES) this.#receive(message);
      else message.state = 'dead';
    });
  }
}
