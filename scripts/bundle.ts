import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KMSClient } from '@aws-sdk/client-kms';
import { ARCHIVE_LIMITS, checkBundle, createBundle, publicKeyOfPem, type Signer } from '@opsrunbook/bundle';
import { IncidentId, RunId } from '@opsrunbook/contracts';
import { createGate, createRedactor } from '@opsrunbook/evidence';
import { createKeyFileSigner, publicKeyFile } from './bundle/key-file-signer.ts';
import { createKmsSigner } from './bundle/kms-signer.ts';
import { openLocalSource } from './bundle/local-source.ts';
import { incidentFolder } from './incident-folder.ts';
import { localConfiguration } from './local-setup.ts';
import { ROOT } from './repository.ts';
import { bold, dim, fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run bundle -- INCIDENT --out FILE.zip [--run RUN] [--data DIR] [--key FILE | --kms-key ID]
       npm run bundle -- --check FILE.zip [--public-key FILE]

Exports a sealed run as one signed archive, or checks one: signature, every hash, every citation; the first that does not hold is named.

  --run         which run (default: the latest sealed one)
  --data        folder that holds the incident (default: the one under .opsrunbook that does)
  --key         Ed25519 key file, made on first use (default .opsrunbook/signing-key.pem)
  --kms-key     sign with an asymmetric KMS key (ECC_NIST_EDWARDS25519) instead
  --public-key  the key the bundle must be signed with, in PEM; without it the origin is not proved`;

const OPTIONS = {
  out: { type: 'string' },
  run: { type: 'string' },
  data: { type: 'string' },
  key: { type: 'string', default: join(ROOT, '.opsrunbook', 'signing-key.pem') },
  'kms-key': { type: 'string' },
  check: { type: 'string' },
  'public-key': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const readArguments = () => {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
};

const { values, positionals } = readArguments();

const main = async (): Promise<void> => {
  if (values.help) return console.log(USAGE);
  if (values.check !== undefined) return check(resolve(values.check));
  const incident = IncidentId.safeParse(positionals[0]);
  if (!incident.success) return fail(`INCIDENT: ${incident.error.issues[0]?.message}\n\n${USAGE}`);
  const run = RunId.optional().safeParse(values.run);
  if (!run.success) return fail(`--run: ${run.error.issues[0]?.message}`);
  if (values.out === undefined) return fail(`--out: name the archive to write\n\n${USAGE}`);
  const folder = values.data === undefined ? incidentFolder(incident.data) : resolve(values.data);
  if (folder === undefined || !existsSync(folder))
    return fail(`no folder under .opsrunbook holds ${incident.data}; name it with --data`);
  const { source, close } = await openLocalSource(folder);
  try {
    // Without a key: what passed the first gate carries its suffixes already, and equal stores must give equal bytes anywhere.
    const gate = createGate(createRedactor(localConfiguration().policy));
    const ids = { incident_id: incident.data, run_id: run.data };
    const archive = await createBundle({ source, signer: signer(), gate }, ids);
    writeFileSync(values.out, archive);
    console.log(`${green('✓')} ${values.out}  ${archive.byteLength} bytes`);
    if (values['kms-key'] === undefined) console.log(dim(`public key: ${publicKeyFile(values.key)}`));
  } finally {
    await close();
  }
};

const signer = (): Signer => {
  const keyId = values['kms-key'];
  return keyId === undefined ? createKeyFileSigner(values.key) : createKmsSigner({ client: new KMSClient(), keyId });
};

const check = async (file: string): Promise<void> => {
  const { size } = statSync(file);
  if (size > ARCHIVE_LIMITS.bytes) return fail(`${file} is larger than ${ARCHIVE_LIMITS.bytes} bytes`, 1);
  const keyFile = values['public-key'];
  const trustedKey = keyFile === undefined ? undefined : publicKeyOfPem(readFileSync(keyFile, 'utf8'));
  const checks = await checkBundle(readFileSync(file), { trustedKey });
  console.log(bold(file));
  for (const { what, holds, detail } of checks)
    console.log(`  ${holds ? green('✓') : red('✗')} ${what.padEnd(10)} ${detail}`);
  const holds = checks.every((entry) => entry.holds);
  if (trustedKey === undefined && holds)
    console.log(dim('who signed it is not proved: give the sender’s key with --public-key'));
  console.log(holds ? green('every signature, hash and citation holds') : red('the bundle does not hold; see ✗'));
  process.exitCode = holds ? 0 : 1;
};

await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
