import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { csvRecords } from './csv.ts';

/** Messages of one log source, with the ids of their lines. */
export interface LogSource {
  readonly name: string;
  /** The labels.json of this kind of data: a column the analyzer never sees. Read by the scorer only. */
  readonly path: string;
  read(): { readonly lineIds: readonly string[]; readonly messages: readonly string[] };
}

/** Sources of the layout `<source>/*_structured.csv[.gz]`; the message is the column Content. */
export const loghubSources = (dir: string): readonly LogSource[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const file = readdirSync(join(dir, entry.name)).find((name) => /_structured\.csv(\.gz)?$/.test(name));
      return file === undefined || !existsSync(join(dir, entry.name, file)) ? [] : [sourceOf(dir, entry.name, file)];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const sourceOf = (dir: string, source: string, file: string): LogSource => {
  const path = join(dir, source, file);
  return {
    name: `${basename(dir)}/${source}`,
    path,
    read: () => {
      const records = csvRecords(path);
      return {
        lineIds: records.map((record) => record.LineId ?? ''),
        messages: records.map((record) => record.Content ?? ''),
      };
    },
  };
};
