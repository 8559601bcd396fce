import type { ChangeV1 } from '@opsrunbook/contracts';
import type { ParametersPage } from './change-records.ts';
import { principalName } from './principal-name.ts';
import { ask, inRange, type Reading, type Recorded, readEach } from './reading.ts';

const PERMISSIONS = { list: 'ssm:DescribeParameters', history: 'ssm:GetParameterHistory' } as const;

/** The most both calls return a page. */
const PAGE_SIZE = 50;

/** Histories read: so many parameters of one account changed within a few hours are a deployment, told by its stack. */
const MAX_HISTORIES = 50;

type Metadata = NonNullable<ParametersPage['Parameters']>[number];

/**
 * Reads which parameters of the account changed: all of them, because configuration is shared and its names follow no rule.
 * Names, versions, who and when; values go no further than the adapter. A parameter of `ownPrefix` is our own and left alone.
 */
export const readParameters = async (reading: Reading, ownPrefix: string): Promise<Recorded> => {
  const { range, budget } = reading;
  const listed = await listParameters(reading);
  const changed = listed.parameters
    .filter(({ Name = '' }) => Name !== '' && !Name.startsWith(ownPrefix))
    .filter(({ LastModifiedDate }) => (LastModifiedDate?.getTime() ?? 0) >= range.startMs)
    .sort((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1));
  if (changed.length > MAX_HISTORIES) budget.cut('rows', 'histories of parameters', changed.length - MAX_HISTORIES);
  const histories = await readEach(changed.slice(0, MAX_HISTORIES), (parameter) => readHistory(reading, parameter));
  return {
    changes: histories.changes,
    reasons: [...(listed.reason === undefined ? [] : [listed.reason]), ...histories.reasons],
    asked: 1 + histories.asked,
    answered: (listed.answered ? 1 : 0) + histories.answered,
  };
};

const listParameters = async ({ client, readers }: Reading) => {
  const parameters: Metadata[] = [];
  const end = await readers.ssm.pages(ask('parameters', PERMISSIONS.list, '*'), {
    ask: (token, options) =>
      client.describeParameters({ MaxResults: PAGE_SIZE, ...(token !== undefined && { NextToken: token }) }, options),
    next: ({ NextToken }) => NextToken,
    take: ({ Parameters = [] }) => {
      parameters.push(...Parameters);
      return true;
    },
  });
  return { ...end, parameters };
};

/** Every version written in the run's time; when the history may not be read, the last one is known all the same. */
const readHistory = async (reading: Reading, last: Metadata) => {
  const { client, readers } = reading;
  const Name = last.Name ?? '';
  const versions: Metadata[] = [];
  const on = `arn:aws:ssm:*:*:parameter/${Name.replace(/^\//, '')}`;
  const { answered, reason } = await readers.ssm.pages(ask(Name, PERMISSIONS.history, on), {
    ask: (token, options) =>
      client.getParameterHistory(
        { Name, WithDecryption: false, MaxResults: PAGE_SIZE, ...(token !== undefined && { NextToken: token }) },
        options,
      ),
    next: ({ NextToken }) => NextToken,
    take: ({ Parameters = [] }) => {
      versions.push(...Parameters);
      return true;
    },
  });
  const known = versions.some(({ Version }) => Version === last.Version) ? versions : [...versions, last];
  const changes = inRange(
    reading,
    known.flatMap((version) => changeOf(Name, version)),
  );
  return { answered, changes, reasons: reason === undefined ? [] : [reason] };
};

const changeOf = (
  resource: string,
  { Version, Type, LastModifiedDate, LastModifiedUser }: Metadata,
): readonly ChangeV1[] => {
  if (LastModifiedDate === undefined) return [];
  return [
    {
      at_ms: LastModifiedDate.getTime(),
      source: 'ssm',
      action: 'PutParameter',
      resource,
      actor: LastModifiedUser === undefined ? null : principalName(LastModifiedUser),
      detail: `version ${Version ?? 'unknown'}${Type === undefined ? '' : `, ${Type}`}`,
      error: null,
    },
  ];
};
