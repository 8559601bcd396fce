import type { RenderContext } from '@opsrunbook/actions';
import type {
  EvidenceRefV1,
  FindingV1,
  HypothesisV1,
  IncidentPacketV1,
  LimitV1,
  NextActionV1,
} from '@opsrunbook/contracts';
import { oneLine, severalLines } from '@opsrunbook/outbound';
import { fencedBlock } from './fenced-block.ts';
import { permalink } from './report-path.ts';

/** How much of a packet a report holds; the rest is counted and lies in the packet. About 150 KB at most. */
const SHOWN = { statements: 30, citations: 5, timeline: 100, limits: 30, actions: 10, files: 20 } as const;
const TEXT_LENGTH = 800;

type ReportContext = Pick<RenderContext<'github-pull-request'>, 'action' | 'packet'>;

/**
 * The incident report as Markdown. It derives from action and packet alone, so that its commit gets the same sha when it is made
 * again. Everything from evidence stands in code blocks; headings and prose are ours.
 */
export const renderReport = ({ action, packet }: ReportContext, webUrl: string): string => {
  const { value, integrity_cap, coverage_cap } = packet.confidence;
  const lines = [
    `# Incident report ${packet.incident_id}`,
    '',
    `Severity ${packet.severity}, verdict ${packet.verdict}, confidence ${value.toFixed(2)}`,
    `(at most ${Math.min(integrity_cap, coverage_cap).toFixed(2)} with this evidence), ${packet.window.start} to ${packet.window.end}.`,
    ...fencedBlock(headLines(packet)),
    ...suspectedLines(action, webUrl),
    ...section('What the evidence shows', packet.findings, SHOWN.statements, statementLines),
    ...section('Not decided yet', packet.hypotheses, SHOWN.statements, hypothesisLines),
    ...timelineLines(packet),
    ...section('Could not be determined', packet.limits, SHOWN.limits, limitLines),
    ...section('Do next', packet.next_actions, SHOWN.actions, actionLines),
    '## Origin',
    '',
    `Run ${packet.run_id}, packet sha256 ${packet.packet_hash}, manifest sha256 ${packet.manifest_sha256}.`,
  ];
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
};

/** Permalinks to the suspected lines, one a line, so that GitHub shows the code; none without a full commit id. */
export const suspectedLines = (
  { facts }: RenderContext<'github-pull-request'>['action'],
  webUrl: string,
): readonly string[] => {
  const { repository, revision, files } = facts;
  if (repository === null || revision === null || !/^[0-9a-f]{40}$/.test(revision) || files.length === 0) return [];
  const links = files
    .slice(0, SHOWN.files)
    .flatMap(({ path, line }) => [permalink({ webUrl, repository, revision, path, line }), '']);
  return ['## Suspected lines at the deployed revision', '', ...links];
};

const headLines = (packet: IncidentPacketV1): readonly string[] => [
  oneLine(packet.headline, TEXT_LENGTH),
  `title: ${oneLine(packet.title, TEXT_LENGTH)}`,
  `service: ${oneLine(packet.service, 100)}`,
  ...packet.suspects
    .slice(0, 5)
    .map(({ entity, confidence }) => `suspect: ${oneLine(entity, 200)} ${confidence.toFixed(2)}`),
  ...packet.suspected_owners.slice(0, 5).map(({ owner, reason }) => `owner: ${oneLine(`${owner}: ${reason}`, 300)}`),
];

/** The lines of one finding or hypothesis: our heading, and its words and citations in a code block. */
export const statementLines = (item: FindingV1 | HypothesisV1): readonly string[] => [
  `### ${item.id} · ${item.verdict} ${item.confidence.toFixed(2)}`,
  ...fencedBlock([
    oneLine(`${item.entity}: ${item.claim}`, TEXT_LENGTH),
    ...item.supporting.slice(0, SHOWN.citations).map((cited) => `evidence: ${citation(cited)}`),
    ...item.contradicting.slice(0, SHOWN.citations).map((cited) => `against: ${citation(cited)}`),
  ]),
];

const hypothesisLines = (item: HypothesisV1): readonly string[] => [
  ...statementLines(item),
  'Decide by:',
  ...fencedBlock([oneLine(item.decide_by.title, TEXT_LENGTH), ...severalLines(item.decide_by.body, 2_000, 20)]),
];

const timelineLines = ({ timeline }: IncidentPacketV1): readonly string[] => {
  if (timeline.length === 0) return [];
  const shown = timeline.slice(0, SHOWN.timeline);
  const entries = shown.map(
    ({ at_ms, kind, entity, text }) =>
      `${new Date(at_ms).toISOString()} ${kind} ${oneLine(`${entity}: ${text}`, TEXT_LENGTH)}`,
  );
  return ['## In order', ...fencedBlock(entries), ...rest(timeline.length - shown.length)];
};

const limitLines = ({ id, code, subject, message, fix }: LimitV1): readonly string[] => [
  `### ${id} · ${code.replaceAll('_', ' ')}`,
  ...fencedBlock([oneLine(`${subject}: ${message}`, TEXT_LENGTH), `fix: ${oneLine(fix, TEXT_LENGTH)}`]),
];

const actionLines = ({ kind, title, body, why }: NextActionV1): readonly string[] => [
  `### ${kind}`,
  ...fencedBlock([
    `# ${oneLine(title, TEXT_LENGTH)}`,
    ...severalLines(body, 2_000, 30),
    `# why: ${oneLine(why, TEXT_LENGTH)}`,
  ]),
];

const citation = ({ key, pointer, range, sha256 }: EvidenceRefV1): string =>
  `${oneLine(`${key}#${pointer}`, 240)}${range === undefined ? '' : ` [${range.from}..${range.to})`} sha256:${sha256}`;

const section = <Item>(
  title: string,
  items: readonly Item[],
  shown: number,
  lines: (item: Item) => readonly string[],
): readonly string[] =>
  items.length === 0 ? [] : [`## ${title}`, '', ...items.slice(0, shown).flatMap(lines), ...rest(items.length - shown)];

const rest = (count: number): readonly string[] => (count > 0 ? [`${count} more are in the packet.`, ''] : []);
