import {
  type EvidenceV1,
  type IncidentPacketV1,
  type RepoMappingV1,
  RepositoryName,
  type RepositoryResolutionV1,
  type RunRequestV1,
} from '@opsrunbook/contracts';
import { OpsRunbookError } from '@opsrunbook/core';
import type { DeployedRevision, RepositoryLookups } from '../lookup-ports.ts';
import { matchedRules, type RuleMatch } from './mapping-candidates.ts';
import { rankCandidates, type UnrankedCandidate } from './rank-candidates.ts';
import { suspectedFiles } from './source-files.ts';
import { stackFrames } from './stack-frames.ts';

/** Repositories that are asked about; each costs up to three requests. */
const MAX_REPOSITORIES = 3;

/** What is known of an incident when its repository is looked for. */
export interface ResolutionInput {
  readonly packet: IncidentPacketV1;
  readonly scope: Pick<RunRequestV1['scope'], 'log_groups'>;
  readonly mapping: RepoMappingV1;
  readonly evidence: readonly EvidenceV1[];
}

/**
 * Where the fault most likely lies in code. Only repositories that an operator named (a rule, the service catalogue) are candidates:
 * a log line can point at files inside them, never at another repository. When a lookup fails, the resolution says so and
 * rests on the rules alone.
 */
export const resolveRepository = async (
  input: ResolutionInput,
  lookups: RepositoryLookups | undefined,
): Promise<RepositoryResolutionV1> => {
  const named = namedRepositories(input);
  const frames = input.evidence.flatMap(stackTexts).flatMap(stackFrames);
  const looked = await Promise.all(named.slice(0, MAX_REPOSITORIES).map((one) => look(one, input.packet, lookups)));
  const candidates = named.map((candidate, index) => {
    const seen = looked[index];
    return seen === undefined ? candidate : { ...candidate, ...seen, files: suspectedFiles(frames, seen.paths) };
  });
  const { chosen, ...ranked } = rankCandidates(candidates);
  const owners = chosen === undefined ? [] : await ownersOf(chosen, lookups);
  const failures = candidates.flatMap(({ failure }) => failure ?? []);
  return {
    ...ranked,
    chosen: chosen?.repository ?? null,
    reason: [ranked.reason, ...new Set(failures)].join('; ').slice(0, 500),
    revision: chosen?.revision?.revision ?? null,
    code_owners: [...owners],
  };
};

const namedRepositories = ({ mapping, packet, scope }: ResolutionInput): readonly UnrankedCandidate[] => {
  const byRule = Map.groupBy(matchedRules(mapping, { packet, scope }), ({ rule }) => rule.repository);
  const owned = packet.suspected_owners
    .map(({ owner }) => owner)
    .filter((owner) => RepositoryName.safeParse(owner).success);
  return [...new Set([...byRule.keys(), ...owned])].map((repository) => ({
    repository,
    rules: byRule.get(repository) ?? [],
    baseBranch: baseBranchOf(byRule.get(repository) ?? []),
    isSuspectedOwner: owned.includes(repository),
    revision: undefined,
    files: [],
  }));
};

const baseBranchOf = (matches: readonly RuleMatch[]): string | null =>
  matches.find(({ rule }) => rule.base_branch !== undefined)?.rule.base_branch ?? null;

/** Texts that may hold a stack trace: log lines of the incident and causes of failed executions. */
const stackTexts = (evidence: EvidenceV1): readonly string[] => {
  if (evidence.collector === 'cloudwatch-logs') {
    return evidence.data.rows.flatMap(({ period, message }) => (period === 'baseline' ? [] : message));
  }
  return evidence.collector === 'step-functions' ? evidence.data.executions.flatMap(({ cause }) => cause ?? []) : [];
};

interface Looked {
  readonly revision: DeployedRevision | undefined;
  readonly paths: readonly string[];
  readonly failure?: string;
}

const look = async (
  { repository }: UnrankedCandidate,
  { service, environment }: IncidentPacketV1,
  lookups: RepositoryLookups | undefined,
): Promise<Looked | undefined> => {
  if (lookups === undefined) return undefined;
  try {
    const revision = await lookups.deployedRevision({ repository, service, environment });
    if (revision === undefined)
      return { revision, paths: [], failure: `nobody knows which commit of ${repository} runs` };
    const listed = await lookups.paths({ repository, revision: revision.revision });
    return { revision, paths: listed?.paths ?? [] };
  } catch (error) {
    if (!(error instanceof OpsRunbookError)) throw error;
    return { revision: undefined, paths: [], failure: `${repository} could not be read (${error.code})` };
  }
};

const ownersOf = async (
  { repository, revision, files }: UnrankedCandidate,
  lookups: RepositoryLookups | undefined,
): Promise<readonly string[]> => {
  if (lookups === undefined || revision === undefined || files.length === 0) return [];
  const paths = files.map(({ path }) => path);
  try {
    return await lookups.codeOwners({ repository, revision: revision.revision, paths });
  } catch (error) {
    if (!(error instanceof OpsRunbookError)) throw error;
    // Reviewers are a courtesy: without them the pull request is still right.
    return [];
  }
};
