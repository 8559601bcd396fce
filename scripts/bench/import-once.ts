import { pathToFileURL } from 'node:url';

/** Prints how many milliseconds the module on the command line takes to import, in this process which has imported nothing else. */
const startedMs = performance.now();
await import(pathToFileURL(process.argv[2] ?? '').href);
process.stdout.write(String(performance.now() - startedMs));
