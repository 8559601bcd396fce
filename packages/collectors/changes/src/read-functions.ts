import type { ChangeV1, ReasonV1 } from '@opsrunbook/contracts';
import type { FunctionVersion } from './change-records.ts';
import { ask, inRange, type Reading, type Recorded, readEach } from './reading.ts';

const PERMISSIONS = { versions: 'lambda:ListVersionsByFunction', alias: 'lambda:GetAlias' } as const;

/** A function, and the aliases that hinted ARNs name. */
export interface WantedFunction {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Reads when each function's code or configuration changed and which versions were published. An alias has no time of its own:
 * which of them points to a version published in the run's time is said with that version.
 */
export const readFunctions = (reading: Reading, functions: readonly WantedFunction[]): Promise<Recorded> =>
  readEach(functions, async (wanted) => {
    const versions: FunctionVersion[] = [];
    const { answered, reason } = await listVersions(reading, wanted.name, versions);
    const changes = inRange(
      reading,
      versions.flatMap((version) => changeOf(wanted.name, version)),
    );
    const aliases = changes.length === 0 ? NO_ALIASES : await readAliases(reading, wanted);
    return {
      answered,
      reasons: [...(reason === undefined ? [] : [reason]), ...aliases.reasons],
      changes: changes.map((change) => withAliases(change, aliases.byVersion)),
    };
  });

const listVersions = ({ client, readers }: Reading, FunctionName: string, versions: FunctionVersion[]) =>
  readers.lambda.pages(ask(FunctionName, PERMISSIONS.versions, `arn:aws:lambda:*:*:function:${FunctionName}`), {
    ask: (marker, options) =>
      client.listVersionsByFunction({ FunctionName, ...(marker !== undefined && { Marker: marker }) }, options),
    next: ({ NextMarker }) => NextMarker,
    take: ({ Versions = [] }) => {
      versions.push(...Versions);
      return true;
    },
  });

const changeOf = (
  resource: string,
  { Version = '', LastModified, CodeSha256 }: FunctionVersion,
): readonly ChangeV1[] => {
  // Lambda writes +0000 where RFC 3339 wants Z; Date reads both.
  const at_ms = Date.parse(LastModified ?? '');
  if (Number.isNaN(at_ms)) return [];
  const action = Version === '$LATEST' ? 'UpdateFunction' : 'PublishVersion';
  const detail = `version ${Version}${CodeSha256 === undefined ? '' : `, code sha256 ${CodeSha256}`}`;
  return [{ at_ms, source: 'lambda', action, resource, actor: null, detail, error: null }];
};

interface Aliases {
  readonly byVersion: ReadonlyMap<string, readonly string[]>;
  readonly reasons: readonly ReasonV1[];
}
const NO_ALIASES: Aliases = { byVersion: new Map(), reasons: [] };

const readAliases = async ({ client, readers }: Reading, { name, aliases }: WantedFunction): Promise<Aliases> => {
  const byVersion = new Map<string, readonly string[]>();
  const reasons: ReasonV1[] = [];
  for (const Name of aliases) {
    const on = `arn:aws:lambda:*:*:function:${name}`;
    const answer = await readers.lambda.ask(ask(`${name}:${Name}`, PERMISSIONS.alias, on), (options) =>
      client.getAlias({ FunctionName: name, Name }, options),
    );
    if (!answer.ok) return { byVersion, reasons: [answer.reason] };
    const version = answer.value.FunctionVersion ?? '';
    byVersion.set(version, [...(byVersion.get(version) ?? []), Name]);
  }
  return { byVersion, reasons };
};

const withAliases = (change: ChangeV1, byVersion: Aliases['byVersion']): ChangeV1 => {
  const version = /^version ([^,]+)/.exec(change.detail ?? '')?.[1] ?? '';
  const names = byVersion.get(version);
  return names === undefined
    ? change
    : { ...change, detail: `${change.detail}, alias ${names.join(', ')} points to it` };
};
