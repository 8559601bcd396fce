import type { RepositoryCandidateV1, RepositoryResolutionV1, SuspectedFileV1 } from '@opsrunbook/contracts';
import type { DeployedRevision } from '../lookup-ports.ts';
import { CLOSENESS, type RuleMatch } from './mapping-candidates.ts';
import { CONFIDENCE } from './resolution-confidence.ts';

/** A repository with everything that speaks for it. */
export interface UnrankedCandidate {
  readonly repository: string;
  readonly rules: readonly RuleMatch[];
  readonly baseBranch: string | null;
  readonly isSuspectedOwner: boolean;
  readonly revision: DeployedRevision | undefined;
  readonly files: readonly SuspectedFileV1[];
  /** Why it could not be looked into. */
  readonly failure?: string;
}

export type Ranking = Pick<RepositoryResolutionV1, 'confidence' | 'reason' | 'candidates'> & {
  readonly chosen: UnrankedCandidate | undefined;
};

/**
 * The candidates, best first: by confidence, then by how close to the fault a rule matched, then by verified files. Two that are
 * equal in all of it contradict each other, and none is chosen.
 */
export const rankCandidates = (unranked: readonly UnrankedCandidate[]): Ranking => {
  const sorted = [...unranked].sort((a, b) => compare(a, b) || (a.repository < b.repository ? -1 : 1));
  const candidates = sorted.map(described);
  const [best, second] = sorted;
  if (best === undefined) {
    const reason = 'no rule of config/repo_mapping.json and no owner names a repository';
    return { chosen: undefined, confidence: 0, reason, candidates };
  }
  if (second !== undefined && compare(best, second) === 0) {
    const reason = `${best.repository} and ${second.repository} are equally likely`;
    return { chosen: undefined, confidence: 0, reason, candidates };
  }
  return { chosen: best, confidence: confidenceOf(best), reason: evidenceOf(best)[0]?.detail ?? '', candidates };
};

const compare = (a: UnrankedCandidate, b: UnrankedCandidate): number =>
  confidenceOf(b) - confidenceOf(a) ||
  closeness(a) - closeness(b) ||
  Math.sign(b.files.length) - Math.sign(a.files.length);

const closeness = ({ rules }: UnrankedCandidate): number =>
  Math.min(CLOSENESS.length, ...rules.map((match) => CLOSENESS.indexOf(match.closeness)));

const confidenceOf = (candidate: UnrankedCandidate): number =>
  Math.max(0, ...evidenceOf(candidate).map(({ method }) => CONFIDENCE[method]));

const described = (candidate: UnrankedCandidate): RepositoryCandidateV1 => ({
  repository: candidate.repository,
  confidence: confidenceOf(candidate),
  base_branch: candidate.baseBranch,
  evidence: [...evidenceOf(candidate)],
  files: [...candidate.files],
});

const evidenceOf = (candidate: UnrankedCandidate): RepositoryCandidateV1['evidence'] => {
  const { rules, files, revision, isSuspectedOwner } = candidate;
  const evidence: RepositoryCandidateV1['evidence'] = rules.map(({ rule, closeness: close, name }) => ({
    method: 'mapping-rule',
    detail: `rule ${rule.id} maps the ${close} ${name}`.slice(0, 500),
  }));
  if (files.length > 0 && revision !== undefined) {
    const names = files.map(({ path }) => path).join(', ');
    const at = `at ${revision.revision.slice(0, 12)} (${revision.source})`;
    evidence.push({
      method: 'stack-trace',
      detail: `stack traces name files that exist ${at}: ${names}`.slice(0, 500),
    });
  }
  if (isSuspectedOwner) {
    evidence.push({
      method: 'suspected-owner',
      detail: 'the service catalogue names it as the repository of the service',
    });
  }
  return evidence;
};
