import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EVENT_SOURCE } from '@opsrunbook/contracts';
import type { EventBus, PipelineEvent } from '@opsrunbook/core';

/** The account of events on this machine. */
export const LOCAL_ACCOUNT = '000000000000';

/** What a rule on the bus does with an event: the same envelope EventBridge delivers. */
export type Consumer = (envelope: unknown) => Promise<unknown>;

export interface DurableBusOptions {
  /** Where events wait until every consumer took them. */
  readonly folder: string;
  readonly consumers: Readonly<Record<string, readonly Consumer[]>>;
  /** Told of an event that was given up and lies in the dead-letter folder. */
  readonly onDeadLetter: (file: string, error: unknown) => void;
  /** Waits between tries, in milliseconds; after the last, the event goes to the dead-letter folder. */
  readonly retryDelaysMs?: readonly number[];
}

export interface DurableBus extends EventBus {
  /** Delivers what an earlier process accepted and did not finish. */
  resume(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** EventBridge retries for up to a day; on one machine somebody is watching. */
const RETRY_DELAYS_MS = [200, 1_000, 5_000];

/**
 * The event bus of one machine: an event is on disk before `publish` resolves and leaves the disk when every consumer has taken it,
 * so it is delivered at least once, also across a restart.
 */
export const createDurableBus = (options: DurableBusOptions): DurableBus => {
  const pending = join(options.folder, 'pending');
  const underWay = new Set<Promise<void>>();
  const deliverInBackground = (file: string): void => {
    const delivery = deliver(options, file).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
  };
  return {
    publish: async (event) => {
      const id = randomUUID();
      await mkdir(pending, { recursive: true });
      const draft = join(options.folder, `${id}.draft`);
      await writeFile(draft, JSON.stringify(envelopeOf(id, event)));
      await rename(draft, join(pending, `${id}.json`));
      deliverInBackground(`${id}.json`);
    },
    resume: async () => {
      await mkdir(pending, { recursive: true });
      for (const file of await readdir(pending)) deliverInBackground(file);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};

const envelopeOf = (id: string, { detailType, detail }: PipelineEvent) => ({
  version: '0',
  id,
  source: EVENT_SOURCE,
  account: LOCAL_ACCOUNT,
  'detail-type': detailType,
  detail,
});

const deliver = async (options: DurableBusOptions, file: string): Promise<void> => {
  const path = join(options.folder, 'pending', file);
  const envelope: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
  const consumers = options.consumers[String(envelope['detail-type'])] ?? [];
  const results = await Promise.allSettled(consumers.map((consumer) => withRetries(options, () => consumer(envelope))));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return rm(path, { force: true });
  const deadLetters = join(options.folder, 'dead-letter');
  await mkdir(deadLetters, { recursive: true });
  await rename(path, join(deadLetters, file));
  options.onDeadLetter(join(deadLetters, file), failed.reason);
};

const withRetries = async (
  { retryDelaysMs = RETRY_DELAYS_MS }: DurableBusOptions,
  attempt: () => Promise<unknown>,
): Promise<void> => {
  for (const delayMs of retryDelaysMs) {
    try {
      await attempt();
      return;
    } catch {
      await setTimeout(delayMs);
    }
  }
  await attempt();
};
