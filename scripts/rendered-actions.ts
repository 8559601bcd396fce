import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ActionRecordV1, ActionsViewV1 } from '@opsrunbook/contracts';
import { isJsonObject, type JsonValue } from '@opsrunbook/core';
import { bold, clipped, dim, green, red, yellow } from './terminal.ts';

/** Writes what was or would be sent beside the evidence, a file per action; answers the folder. */
export const writeRendered = async (dataFolder: string, { actions }: ActionsViewV1): Promise<string> => {
  const folder = join(dataFolder, 'actions');
  await mkdir(folder, { recursive: true });
  for (const { kind, payload } of actions) {
    if (payload?.document)
      await writeFile(join(folder, `${kind}.json`), `${JSON.stringify(payload.document, null, 2)}\n`);
  }
  return folder;
};

/** The plan of a run as people read it: an action a line, with what it says and why it was not done. */
export const renderActions = ({ actions }: ActionsViewV1, folder: string): readonly string[] => [
  bold('Actions') + dim(`  rendered in ${relative(process.cwd(), folder)}/`),
  ...actions.map(actionLine),
];

const actionLine = (record: ActionRecordV1): string => {
  const { kind, target, status, reason, external } = record;
  const mark =
    status === 'done' ? green('✓') : status === 'skipped' ? dim('○') : status === 'failed' ? red('✗') : yellow('?');
  const outcome = external === null ? (reason?.message ?? status) : `${external.ref} ${external.url ?? ''}`;
  return clipped(`  ${mark} ${kind.padEnd(19)} ${target.padEnd(22)} ${titleOf(record)}${dim(outcome)}`);
};

/** What people see first: the ticket's summary, the pull request's title; a card has none of its own. */
const titleOf = ({ payload }: ActionRecordV1): string => {
  const document: JsonValue = payload?.document ?? null;
  const title = textAt(document, ['fields', 'summary']) ?? textAt(document, ['pull', 'title']);
  return title === undefined ? '' : `“${title}” `;
};

const textAt = (value: JsonValue | undefined, path: readonly string[]): string | undefined => {
  let found = value;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return typeof found === 'string' ? found : undefined;
};
