declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory when absent. */
    readonly path?: string;
    /** How long a table stays in CREATING. */
    readonly createTableMs?: number;
  }

  const dynalite: (options?: DynaliteOptions) => Server;
  export = dynalite;
}
