import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';

/** Every file below a folder, as text. */
export const filesOf = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
};

/** Every item of every table below a data folder. The files of the tables may be compressed; this is what a reader gets. */
export const itemsOf = async (folder: string): Promise<readonly string[]> => {
  const { client, stop } = await startEmbeddedDynamoDb(join(folder, 'tables'));
  try {
    const scans = Object.values(LOCAL_TABLES).map((TableName) => client.send(new ScanCommand({ TableName })));
    return (await Promise.all(scans)).flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item)));
  } finally {
    await stop();
  }
};

/** All that is written to the console and the standard streams while `work` runs. */
export const spokenDuring = async (work: () => Promise<void>): Promise<readonly string[]> => {
  const spoken: string[] = [];
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  // biome-ignore lint/suspicious/noConsole: it is listened to, not spoken on
  const consoles = methods.map((method) => [method, console[method]] as const);
  const streams = [process.stdout, process.stderr].map((stream) => [stream, stream.write] as const);
  const listen = (...parts: readonly unknown[]): boolean => spoken.push(parts.map(String).join(' ')) > 0;
  for (const [method] of consoles) console[method] = listen;
  for (const [stream] of streams) stream.write = (chunk: unknown): boolean => listen(chunk);
  try {
    await work();
  } finally {
    for (const [method, original] of consoles) console[method] = original;
    for (const [stream, original] of streams) stream.write = original;
  }
  return spoken;
};
