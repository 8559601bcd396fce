import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Consumer, createDurableBus } from './durable-bus.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bus-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const busOf = (consumers: readonly Consumer[], deadLetters: string[] = []) =>
  createDurableBus({
    folder,
    consumers: { happened: consumers },
    onDeadLetter: (file) => deadLetters.push(file),
    retryDelaysMs: [0, 0],
  });
const event = { detailType: 'happened', detail: { incident_id: 'one' } };

describe('the durable bus', () => {
  it('delivers the envelope EventBridge would, to every consumer', async () => {
    const seen: unknown[] = [];
    const bus = busOf([async (envelope) => seen.push(envelope), async (envelope) => seen.push(envelope)]);
    await bus.publish(event);
    await bus.idle();
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatchObject({ source: 'opsrunbook', 'detail-type': 'happened', detail: { incident_id: 'one' } });
  });

  it('tries a failing consumer again and leaves nothing behind once it succeeds', async () => {
    let tries = 0;
    const bus = busOf([
      async () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
      },
    ]);
    await bus.publish(event);
    await bus.idle();
    expect(tries).toBe(3);
    expect(readdirSync(join(folder, 'pending'))).toEqual([]);
  });

  it('keeps what nobody could take as a dead letter, and says where', async () => {
    const deadLetters: string[] = [];
    const bus = busOf([async () => Promise.reject(new Error('never'))], deadLetters);
    await bus.publish(event);
    await bus.idle();
    expect(deadLetters).toHaveLength(1);
    expect(readdirSync(join(folder, 'dead-letter'))).toHaveLength(1);
    expect(readdirSync(join(folder, 'pending'))).toEqual([]);
  });

  it('delivers after a restart what an earlier process accepted', async () => {
    const dying = busOf([() => new Promise(() => undefined)]);
    await dying.publish(event);
    const seen: unknown[] = [];
    const next = busOf([async (envelope) => seen.push(envelope)]);
    await next.resume();
    await next.idle();
    expect(seen).toHaveLength(1);
  });
});
