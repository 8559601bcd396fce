import { describe, expect, it } from '@jest/globals';
import { checkBundle } from './check-bundle.ts';
import { createBundle } from './create-bundle.ts';
import { readZip } from './read-zip.ts';
import { publicKeyOfPem } from './signature.ts';
import { bundleOf, gate, newSigner, SIGNER } from './signing-test-setup.ts';
import { storedRun } from './stored-run-test-setup.ts';

const pathsOf = (archive: Uint8Array) => readZip(archive).map(({ path }) => path);

/** What of an archive does not hold. */
const broken = async (archive: Uint8Array, options = {}) =>
  (await checkBundle(archive, options)).filter(({ holds }) => !holds);

describe('a bundle', () => {
  it('holds what was stored, byte for byte, a page, plan, ledger and its own index and signature', async () => {
    const stored = storedRun();
    const archive = await bundleOf(stored);
    const { incident_id, run_id } = stored;
    expect(pathsOf(archive)).toEqual([
      'bundle.json',
      'signature.json',
      'index.html',
      'plan.json',
      'ledger.json',
      `evidence/${incident_id}/${run_id}/request.json`,
      `evidence/${incident_id}/${run_id}.json`,
      `evidence/${incident_id}/${run_id}/cloudwatch-logs.json`,
      `packets/${incident_id}/${run_id}.json`,
      `actions/${incident_id}/${run_id}/large.json`,
    ]);
    for (const { path, bytes } of readZip(archive).slice(5))
      expect(Buffer.from(bytes)).toEqual(Buffer.from(stored.objects.get(path) ?? []));
    expect(await broken(archive, { trustedKey: publicKeyOfPem(SIGNER.pem) })).toEqual([]);
  });

  it('is the same bytes for the same run and key', async () => {
    expect(Buffer.from(await bundleOf(storedRun())).equals(await bundleOf(storedRun()))).toBe(true);
  });

  it.each([
    ['not analyzed', { isAnalyzed: false }, 6],
    ['not acted on', { isPlanned: false }, 7],
  ])('can be made of a run that was %s', async (_what, options, files) => {
    const archive = await bundleOf(storedRun(options));
    expect(pathsOf(archive)).toHaveLength(files);
    expect(await broken(archive)).toEqual([]);
  });

  it('is not made of evidence that is no longer what was sealed', async () => {
    const stored = storedRun();
    const key = [...stored.objects.keys()].find((name) => name.endsWith('cloudwatch-logs.json')) ?? '';
    stored.objects.set(key, Buffer.from('{}'));
    await expect(bundleOf(stored)).rejects.toMatchObject({ name: 'Integrity', code: 'hash_mismatch' });
    stored.objects.delete(key);
    await expect(bundleOf(stored)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('is made of the run that is asked for, and of no other', async () => {
    const stored = storedRun();
    const make = (run_id: string) =>
      createBundle({ source: stored.source, signer: SIGNER, gate }, { incident_id: stored.incident_id, run_id });
    expect(Buffer.from(await make(stored.run_id)).equals(await bundleOf(stored))).toBe(true);
    await expect(make('run-20260303t122001000-ffffffff')).rejects.toMatchObject({ code: 'no_sealed_run' });
  });

  it('is not made with a signer whose signature its own key does not verify', async () => {
    const [one, other] = [newSigner(), newSigner()];
    const mixed = {
      sign: async (message: Uint8Array) => ({ ...(await one.sign(message)), ...pick(await other.sign(message)) }),
    };
    await expect(bundleOf(storedRun(), mixed)).rejects.toMatchObject({ code: 'signer_unusable' });
  });
});

const pick = ({ publicKey }: { readonly publicKey: Uint8Array }) => ({ publicKey });
