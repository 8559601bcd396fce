import type { IncidentPacketV1, RepoMappingV1, RepoRuleV1, RunRequestV1 } from '@opsrunbook/contracts';
import { matchesName } from './name-pattern.ts';

/** What a rule can be about, the closest to the fault first: the leading suspect, another suspect, the service's logs, the service. */
export const CLOSENESS = ['leading suspect', 'suspect', 'log group', 'service'] as const;
export type Closeness = (typeof CLOSENESS)[number];

/** A rule that maps something of this incident. */
export interface RuleMatch {
  readonly rule: RepoRuleV1;
  readonly closeness: Closeness;
  /** The name that matched. */
  readonly name: string;
}

/** The names that rules are matched against; none of them is free text. */
export interface MappedNames {
  readonly packet: Pick<IncidentPacketV1, 'service' | 'suspects'>;
  readonly scope: Pick<RunRequestV1['scope'], 'log_groups'>;
}

/** Every rule that matches, by how close to the fault it does, then by its id. */
export const matchedRules = ({ rules }: RepoMappingV1, names: MappedNames): readonly RuleMatch[] =>
  rules
    .flatMap((rule) => closestMatch(rule, names) ?? [])
    .sort((a, b) => rank(a) - rank(b) || (a.rule.id < b.rule.id ? -1 : 1));

const rank = ({ closeness }: RuleMatch): number => CLOSENESS.indexOf(closeness);

const closestMatch = (rule: RepoRuleV1, { packet, scope }: MappedNames): RuleMatch | undefined => {
  const [leading, ...others] = packet.suspects.map(({ entity }) => entity);
  const byPattern = (patterns: readonly string[], candidates: readonly (string | undefined)[]) =>
    candidates.find((name) => name !== undefined && patterns.some((pattern) => matchesName(pattern, name)));
  const { resources, log_groups, services } = rule.match;
  const patterns = [...resources, ...log_groups];
  const found: readonly (readonly [Closeness, string | undefined])[] = [
    ['leading suspect', byPattern(patterns, [leading])],
    ['suspect', byPattern(patterns, others)],
    ['log group', byPattern(log_groups, [...scope.log_groups].sort())],
    ['service', services.find((service) => service === packet.service)],
  ];
  const match = found.find(([, name]) => name !== undefined);
  return match?.[1] === undefined ? undefined : { rule, closeness: match[0], name: match[1] };
};
