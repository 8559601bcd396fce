import { IntegrityError, NotFoundError } from '@opsrunbook/core';
import * as z from 'zod';
import { actionsProblem } from './check-actions.ts';
import { runProblem } from './check-run.ts';
import { openBundle } from './open-bundle.ts';
import { readZip } from './read-zip.ts';
import { signatureHolds } from './signature.ts';
import { type VerificationCheck, verifyRun } from './verify-run.ts';

export interface CheckBundleOptions {
  /** The key the bundle must be signed with, DER; without one, the key that came with it, which proves no origin. */
  readonly trustedKey?: Uint8Array | undefined;
}

/**
 * Checks a bundle from the outside in: archive, index, signature, every file, then manifest, evidence, packet, citations and actions. Stops
 * at the first that does not hold: what rests on it proves nothing. Reads nothing but the archive, whatever it holds.
 */
export const checkBundle = async (
  archive: Uint8Array,
  { trustedKey }: CheckBundleOptions = {},
): Promise<readonly VerificationCheck[]> => {
  const checks: VerificationCheck[] = [];
  try {
    for await (const check of checksOf(archive, trustedKey)) {
      checks.push(check);
      if (!check.holds) break;
    }
  } catch (error) {
    if (!isOfTheBytes(error)) throw error;
    const what = ['archive', 'index'][checks.length] ?? `after ${checks.at(-1)?.what}`;
    checks.push({ what, holds: false, detail: messageOf(error) });
  }
  return checks;
};

async function* checksOf(archive: Uint8Array, trustedKey: Uint8Array | undefined): AsyncGenerator<VerificationCheck> {
  const files = readZip(archive);
  yield held('archive', `${files.length} files, ${archive.byteLength} bytes`);
  const bundle = openBundle(files);
  const { index, signature } = bundle;
  yield held('index', `${index.incident_id} ${index.run_id}`);
  const origin = trustedKey === undefined ? 'the key it came with: compare the id with the sender’s' : 'the key given';
  yield signatureHolds(bundle.indexBytes, signature, trustedKey)
    ? held('signature', `${signature.key_id} (${origin})`)
    : broken(
        'signature',
        `bundle.json is not what ${trustedKey === undefined ? signature.key_id : 'the given key'} signed`,
      );
  yield outcome('files', bundle.filesProblem(), `${index.files.length} files have the hashes that were signed`);
  const objects = { get: async (key: string) => bundle.bytesOf(key) };
  yield* await verifyRun(objects, { manifest: index.manifest, packet: index.packet ?? undefined });
  yield outcome('run', await runProblem(objects, index), 'every part is of this incident and run');
  if (bundle.hasActions) yield outcome('actions', actionsProblem(bundle), 'plan and ledger belong to the packet');
}

const held = (what: string, detail: string): VerificationCheck => ({ what, holds: true, detail });
const broken = (what: string, detail: string): VerificationCheck => ({ what, holds: false, detail });
const outcome = (what: string, problem: string | undefined, detail: string): VerificationCheck =>
  problem === undefined ? held(what, detail) : broken(what, problem);

/** Errors that say something of the bytes: not ours, missing, no JSON, outside a contract, nested too deep. */
const isOfTheBytes = (error: unknown): error is Error =>
  error instanceof IntegrityError ||
  error instanceof NotFoundError ||
  error instanceof SyntaxError ||
  error instanceof RangeError ||
  error instanceof z.ZodError;

const messageOf = (error: Error): string => {
  if (!(error instanceof z.ZodError)) return error.message;
  const [issue] = error.issues;
  return `an object is not under its contract: ${issue?.path.join('.')}: ${issue?.message}`;
};
