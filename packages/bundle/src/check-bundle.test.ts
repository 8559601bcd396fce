import { describe, expect, it } from '@jest/globals';
import { checkBundle } from './check-bundle.ts';
import { readZip } from './read-zip.ts';
import { publicKeyOfPem } from './signature.ts';
import { bundleOf, forged, newSigner, SIGNER, withText } from './signing-test-setup.ts';
import { storedRun } from './stored-run-test-setup.ts';
import { writeZip } from './write-zip.ts';

const firstBroken = async (archive: Uint8Array, options = {}): Promise<string> => {
  const broken = (await checkBundle(archive, options)).find(({ holds }) => !holds);
  return broken === undefined ? 'holds' : `${broken.what}: ${broken.detail}`;
};
const rewritten = (archive: Uint8Array, change: Parameters<typeof forged>[1]) => writeZip(change(readZip(archive)));

describe('checking a bundle', () => {
  it('names the signature when another key signed it', async () => {
    const archive = await bundleOf(storedRun(), newSigner());
    expect(await firstBroken(archive)).toBe('holds');
    expect(await firstBroken(archive, { trustedKey: publicKeyOfPem(SIGNER.pem) })).toMatch(/^signature: /);
  });

  it.each(['index.html', 'plan.json', 'ledger.json', 'request.json', 'cloudwatch-logs.json', 'large.json'])(
    'names %s when it was changed after signing',
    async (name) => {
      const archive = await bundleOf(storedRun());
      const change = withText(new RegExp(`${name.replace('.', '\\.')}$`), (text) => `${text} `);
      expect(await firstBroken(rewritten(archive, change))).toMatch(new RegExp(`^files: .*${name} has SHA-256`));
    },
  );

  it('names what is missing, added or moved', async () => {
    const archive = await bundleOf(storedRun());
    expect(await firstBroken(rewritten(archive, (files) => files.slice(0, -1)))).toMatch(
      /^files: .*large\.json is listed/,
    );
    const added = { path: 'evil.html', bytes: Buffer.from('x') };
    expect(await firstBroken(rewritten(archive, (files) => [...files, added]))).toMatch(/^files: evil\.html stands/);
    expect(
      await firstBroken(rewritten(archive, (files) => [...files.slice(0, 2), ...files.slice(2).reverse()])),
    ).toMatch(/^files: .*large\.json stands/);
    expect(await firstBroken(rewritten(archive, (files) => files.slice(1)))).toMatch(
      /^index: the bundle has no bundle/,
    );
  });

  it('names the index when it is in another form or under another signature', async () => {
    const archive = await bundleOf(storedRun());
    const blank = withText(/^bundle\.json$/, (text) => `${text} `);
    expect(await firstBroken(rewritten(archive, blank))).toMatch(/^index: .*canonical/);
    const other = withText(/^bundle\.json$/, (text) =>
      text.replace('"files":[', '"files":[').replace(/-0123456789/, '-9123456789'),
    );
    expect(await firstBroken(rewritten(archive, other))).toMatch(/^signature: /);
  });

  it('finds the broken link of the chain even when whoever broke it signed again', async () => {
    const archive = await bundleOf(storedRun());
    const broken = async (path: RegExp, change: (text: string) => string) =>
      firstBroken(await forged(archive, withText(path, change)));
    expect(await broken(/cloudwatch-logs\.json$/, (text) => text.replace('refused', 'allowed'))).toMatch(
      /^evidence: .*cloudwatch-logs\.json has SHA-256/,
    );
    expect(await broken(/request\.json$/, (text) => text.replace('high', 'low'))).toMatch(
      /^evidence: .*request\.json has/,
    );
    expect(await broken(/-01234567\.json$/, (text) => text.replace('"ok"', '"gap"'))).toMatch(
      /^evidence: .*\.json has/,
    );
    expect(await broken(/^packets/, (text) => text.replace('"high"', '"low"'))).toMatch(/^packet: .*has SHA-256/);
    expect(await broken(/^plan/, (text) => text.replace('"OPS"', '"EVIL"'))).toMatch(
      /^actions: the plan is not the one/,
    );
    expect(await broken(/^ledger/, (text) => text.replace(/"request_hash":"./, '"request_hash":"f'))).toMatch(
      /^actions: /,
    );
    expect(await broken(/large\.json$/, (text) => text.replace('rendered', 'other'))).toMatch(/^actions: the payload/);
    expect(await broken(/^ledger/, (text) => text.replace('"text":"teams-message"', '"text":"x"'))).toMatch(
      /^actions: /,
    );
  });

  it('notices parts of another run under an index that is signed', async () => {
    const archive = await bundleOf(storedRun());
    const other = await forged(
      archive,
      (files) => files,
      (index) => ({ ...index, run_id: 'run-20260303t122001000-ffffffff' }),
    );
    expect(await firstBroken(other)).toMatch(/^run: evidence.* is of inc-/);
  });

  it('notices plan or ledger without the other', async () => {
    const archive = await bundleOf(storedRun());
    const without = (name: string) => forged(archive, (files) => files.filter(({ path }) => path !== name));
    expect(await firstBroken(await without('plan.json'))).toMatch(/: the bundle has no plan\.json$/);
    expect(await firstBroken(await without('ledger.json'))).toMatch(/: the bundle has no ledger\.json$/);
  });

  it.each([
    ['no JSON', () => '{'],
    ['JSON of another kind', () => '[]'],
    ['JSON nested 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a prototype', () => '{"__proto__":{"schema_version":"1"}}'],
  ])('says so, and does not crash, when index, signature, plan or ledger is %s', async (_what, text) => {
    const archive = await bundleOf(storedRun());
    for (const path of [/^bundle\.json$/, /^signature\.json$/])
      expect(await firstBroken(rewritten(archive, withText(path, text)))).not.toBe('holds');
    for (const path of [/^plan\.json$/, /^ledger\.json$/])
      expect(await firstBroken(await forged(archive, withText(path, text)))).not.toBe('holds');
  });

  it('says so, and does not crash, for any bytes', async () => {
    expect(await firstBroken(Buffer.from('not a zip'))).toMatch(/^archive: /);
    expect(await firstBroken(Buffer.alloc(0))).toMatch(/^archive: /);
  });
});

describe('a public key', () => {
  it.each(['', 'x', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'])('is not %j', (pem) => {
    expect(() => publicKeyOfPem(pem)).toThrow(/Ed25519 public key/);
  });
});
