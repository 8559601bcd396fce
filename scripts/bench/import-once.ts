import { pathToFileURL } from 'node:url';

import { processorMs } from './measure.ts';

/** Prints the milliseconds of processor time that importing the module on the command line takes, in this process which did nothing else. */
const startedMs = processorMs();
await import(pathToFileURL(process.argv[2] ?? '').href);
process.stdout.write(String(processorMs() - startedMs));
