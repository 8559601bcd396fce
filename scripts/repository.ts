import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, wherever the command was started. */
export const ROOT = resolve(fileURLToPath(new URL('..', import.meta.url)));
