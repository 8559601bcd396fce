import { createHash } from 'node:crypto';

/** Uniform numbers in [0, 1) that depend on the seed text only. */
export const seededRandom = (seed: string): (() => number) => {
  let counter = 0;
  return () => {
    counter += 1;
    const digest = createHash('sha256').update(`${seed}#${counter}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  };
};

/** A standard normal number (Box and Muller 1958). */
export const seededNormal = (uniform: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
