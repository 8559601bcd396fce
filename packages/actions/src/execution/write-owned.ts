import { type Clock, canonicalJson, type JsonObject } from '@opsrunbook/core';
import type { PutAnswer } from '../ledger-port.ts';

/** Waits before the second and third try: together with the client's own they fit into what is reserved for recording. */
const WAITS_MS = [200, 800] as const;

/**
 * Writes a record that only we may write. A write that fails is tried again, because after an effect its record is worth more than
 * a quick error; one that failed although it was written is recognised by what stands. False when somebody else wrote meanwhile.
 */
export const writeOwned = async (
  clock: Clock,
  record: JsonObject,
  { put, read }: { readonly put: () => Promise<PutAnswer>; readonly read: () => Promise<JsonObject | undefined> },
): Promise<boolean> => {
  for (const waitMs of WAITS_MS) {
    try {
      return await isOurs(await put(), record, read);
    } catch {
      // Thrown again by the last try below when it does not pass.
      await clock.sleep(waitMs);
    }
  }
  return isOurs(await put(), record, read);
};

const isOurs = async (
  answer: PutAnswer,
  record: JsonObject,
  read: () => Promise<JsonObject | undefined>,
): Promise<boolean> => {
  if (answer === 'written') return true;
  const standing = await read();
  return standing !== undefined && canonicalJson(standing) === canonicalJson(record);
};
