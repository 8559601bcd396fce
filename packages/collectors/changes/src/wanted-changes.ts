import type { ScopeV1 } from '@opsrunbook/contracts';
import { plainName, scopeResources } from '@opsrunbook/evidence';
import type { WantedFunction } from './read-functions.ts';

/** What of a scope can have changed. */
export interface WantedChanges {
  /** Names and ARNs CloudTrail is asked for: hinted ones first, because somebody thought of them. */
  readonly names: readonly string[];
  readonly stackArns: readonly string[];
  readonly functions: readonly WantedFunction[];
}

/** Lists what to ask for; nothing when the scope names no resource. */
export const wantedChanges = (scope: ScopeV1): WantedChanges => {
  const arns = [...new Set(scope.resource_arns)].sort();
  const resources = scopeResources(scope);
  const hinted = arns.flatMap((arn) => [arn, nameIn(arn)]);
  const others = resources.flatMap((resource) =>
    resource.name.startsWith('arn:') ? [resource.name, plainName(resource)] : [plainName(resource)],
  );
  return {
    names: [...new Set([...hinted, ...others])].filter((name) => name !== ''),
    stackArns: arns.filter((arn) => /^arn:[^:]*:cloudformation:.*:stack\//.test(arn)),
    functions: resources
      .filter(({ type }) => type === 'lambda')
      .map(({ name }) => ({ name, aliases: aliasesOf(name, arns) })),
  };
};

/** The resource's name in its ARN: what follows its type, without an alias or a version. */
const nameIn = (arn: string): string => {
  const [, , service = '', , , ...rest] = arn.split(':');
  const path = rest.join(':');
  if (service === 'lambda') return /^function:([^:]+)/.exec(path)?.[1] ?? path;
  if (service === 'ssm') return path.replace(/^parameter/, '');
  if (service === 'cloudformation') return /^stack\/([^/]+)/.exec(path)?.[1] ?? path;
  return path.split(/[/:]/).at(-1) ?? path;
};

const aliasesOf = (functionName: string, arns: readonly string[]): readonly string[] =>
  arns.flatMap((arn) => {
    const [, name, qualifier = ''] = /:function:([^:]+):([^:]+)$/.exec(arn) ?? [];
    return name === functionName && !/^(\d+|\$LATEST)$/.test(qualifier) ? [qualifier] : [];
  });
