import type { Redactor } from '../../packages/evidence/src/redaction/index.ts';
import { REDACTION_PROPERTIES } from '../../packages/evidence/src/redaction/testing/properties.ts';
import type { Corpora, LeaksRow, RiskRow } from './corpus.ts';
import { type Detect, type Figure, share } from './figures.ts';
import { countLabelled, type LabelledCounts, type Tier } from './labelled.ts';

const NONE = { found: 0, wanted: 0 };

/** The figures of the developer corpus. */
export const devFigures = (counts: LabelledCounts): readonly Figure[] => {
  const tier = (name: Tier, goal: number): Figure => share(`recall, ${name}`, counts.byTier.get(name) ?? NONE, goal);
  return [
    tier('self-evident', 0.995),
    tier('named', 0.98),
    tier('personal', 0.99),
    tier('private key', 1),
    tier('hard', 0.6),
    share('precision', { found: counts.right, wanted: counts.predicted }, 0.985),
    share('look-alikes intact', { found: counts.intact, wanted: counts.lookAlikes }, 0.99),
    {
      name: 'over-redaction',
      value: counts.over / Math.max(1, counts.free),
      goal: 0.002,
      bound: 'max',
      unit: 'percent',
    },
  ];
};

/** The figures of other projects' test cases. */
export const thirdPartyFigures = (corpora: Corpora, detect: Detect): readonly Figure[] => {
  const personal = countLabelled(corpora.presidio, detect).byType;
  const of = (name: string, type: string, goal: number): Figure => share(name, personal.get(type) ?? NONE, goal);
  return [
    share('secretlint values touched', secretlintCounts(corpora, detect), 0.85),
    share('gitleaks, findings found', leaksCounts(corpora.gitleaks, 'finding', detect), 0.9),
    share('gitleaks, others quiet', leaksCounts(corpora.gitleaks, 'nothing', detect), 0.8),
    share('leaky-repo risk lines', riskCounts(corpora.leakyRepo, detect), 0.9),
    of('presidio, e-mail', 'email', 1),
    of('presidio, IP', 'ip', 1),
    of('presidio, IBAN', 'iban', 1),
    of('presidio, SSN', 'us_ssn', 1),
    of('presidio, cards', 'card_number', 0.95),
  ];
};

/** A value counts when a span touches it: secretlint reports whole URLs where we redact the password in them. */
const secretlintCounts = ({ secretlint }: Corpora, detect: Detect) => {
  const counts = { found: 0, wanted: 0 };
  for (const row of secretlint) {
    const spans = detect(row.text);
    for (const label of row.spans) {
      counts.wanted++;
      if (spans.some((span) => span.start < label.end && label.start < span.end)) counts.found++;
    }
  }
  return counts;
};

const leaksCounts = (rows: readonly LeaksRow[], expect: LeaksRow['expect'], detect: Detect) => {
  const wanted = rows.filter((row) => row.expect === expect);
  return {
    found: wanted.filter((row) => detect(row.text).length > 0 === (expect === 'finding')).length,
    wanted: wanted.length,
  };
};

/** The file says how many lines are a risk, not which: lines with a span count up to that number. */
const riskCounts = (rows: readonly RiskRow[], detect: Detect) => {
  const counts = { found: 0, wanted: 0 };
  for (const { text, riskLines } of rows) {
    const lines = new Set(detect(text).flatMap(({ start, end }) => linesOf(text, start, end)));
    counts.found += Math.min(lines.size, riskLines);
    counts.wanted += riskLines;
  }
  return counts;
};

const linesOf = (text: string, start: number, end: number): readonly number[] => {
  const first = text.slice(0, start).split('\n').length;
  const count = text.slice(start, end).split('\n').length;
  return Array.from({ length: count }, (_, index) => first + index);
};

/** Failures of the seeded properties over as many cases. */
export const propertyFigures = (
  redactor: Redactor,
  cases: number,
  report: (failure: string) => void,
): readonly Figure[] =>
  REDACTION_PROPERTIES.map(({ name, check }) => {
    let failures = 0;
    for (let seed = 1; seed <= cases; seed++) {
      const failure = check(redactor, seed * 7_919);
      if (failure === undefined) continue;
      failures++;
      report(`${name}, seed ${seed * 7_919}: ${failure}`);
    }
    return { name: `${name} (${cases} cases)`, value: failures, goal: 0, bound: 'max', unit: 'failures' };
  });
