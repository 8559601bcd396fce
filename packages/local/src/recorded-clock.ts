import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock, IdSource } from '@opsrunbook/core';
import { sha256Hex } from '@opsrunbook/core';
import * as z from 'zod';
import { isErrno } from './errno.ts';

/** Waiting takes no time, but timers and other work get their turn. */
const oneTurn = (): Promise<void> => setImmediate();

/** Time that stands still at the moment a recording was made, so that playing it twice gives the same bytes. Sleeping takes no time. */
export const frozenClock = (recordedNow: string): Clock => ({
  now: () => new Date(recordedNow),
  sleep: oneTurn,
});

const Origin = z.strictObject({ recorded_now: z.string(), started_ms: z.number() });

/**
 * Time that begins at the moment a recording was made and goes on from there, across restarts: when it began is remembered in
 * `folder`.
 */
export const recordedClock = async (recordedNow: string, folder: string): Promise<Clock> => {
  const path = join(folder, 'recorded-clock.json');
  const origin = (await readOrigin(path)) ?? { recorded_now: recordedNow, started_ms: Date.now() };
  await mkdir(folder, { recursive: true });
  await writeFile(path, JSON.stringify(origin));
  const shiftMs = Date.parse(origin.recorded_now) - origin.started_ms;
  return { now: () => new Date(Date.now() + shiftMs), sleep: oneTurn };
};

/** Identifiers that follow from a seed: the same in every process. */
export const seededIdSource = (seed: string): IdSource => {
  let drawn = 0;
  return {
    hex: (digits) => {
      drawn += 1;
      return sha256Hex(`${seed}\n${drawn}`).slice(0, digits);
    },
  };
};

const readOrigin = async (path: string): Promise<z.infer<typeof Origin> | undefined> => {
  try {
    return Origin.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
};
