import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '@opsrunbook/contracts/openapi';
import manifest from '../package.json' with { type: 'json' };

/** Writes docs/openapi.json from the contracts; with --check only says whether it is stale (exit 1). */
const target = new URL('../docs/openapi.json', import.meta.url);
const generated = `${JSON.stringify(openApiDocument(manifest.version), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, generated);
  console.log('wrote docs/openapi.json');
} else if (readFileSync(target, 'utf8') !== generated) {
  console.error('docs/openapi.json is stale: run `npm run openapi` and commit it');
  process.exitCode = 1;
}
