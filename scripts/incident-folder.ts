import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './repository.ts';

/** The data folder of this checkout that holds an incident; npm run dev and each demo have their own. */
export const incidentFolder = (incidentId: string): string | undefined => {
  const base = join(ROOT, '.opsrunbook');
  const demo = join(base, 'demo');
  const demos = existsSync(demo) ? readdirSync(demo).map((name) => join(demo, name)) : [];
  return [join(base, 'dev'), ...demos].find((folder) => existsSync(join(folder, 'evidence', incidentId)));
};
