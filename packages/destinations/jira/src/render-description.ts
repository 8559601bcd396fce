import type { RenderContext } from '@opsrunbook/actions';
import type { EvidenceRefV1, FindingV1, HypothesisV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import { oneLine, severalLines } from '@opsrunbook/outbound';
import { type AdfBlock, type AdfDocument, adfDocument, codeBlock, heading, link, paragraph, text } from './adf.ts';

/** What a rendering may show; a smaller level shows less of everything, the least telling first. */
interface Level {
  readonly statements: number;
  readonly timeline: number;
  readonly actions: number;
  readonly limits: number;
  readonly citations: number;
  /** Longest text of one item, in UTF-16 units. */
  readonly length: number;
}

/** In this order until the document fits; the last one always does (about 4 KB). */
const LEVELS: readonly [Level, ...Level[]] = [
  { statements: 10, timeline: 20, actions: 5, limits: 10, citations: 3, length: 600 },
  { statements: 5, timeline: 10, actions: 3, limits: 5, citations: 2, length: 400 },
  { statements: 3, timeline: 5, actions: 2, limits: 3, citations: 1, length: 200 },
  { statements: 1, timeline: 0, actions: 1, limits: 1, citations: 1, length: 120 },
];

/** Jira takes 32,767 characters of rich text; counted on the JSON, which is longer than any way Jira may count. */
const MAX_DOCUMENT_LENGTH = 30_000;

/** The ticket's description: what the evidence shows, in order, what is not known, what to do next. */
export const renderDescription = (context: RenderContext<'jira-ticket'>): AdfDocument => {
  const documents = LEVELS.map((level) => () => adfDocument(blocksOf(context, level)));
  const fitting = documents.find((make) => JSON.stringify(make()).length <= MAX_DOCUMENT_LENGTH);
  return (fitting ?? documents.at(-1) ?? documentOfNothing)();
};

const documentOfNothing = (): AdfDocument => adfDocument([]);

const blocksOf = ({ packet, links }: RenderContext<'jira-ticket'>, level: Level): readonly AdfBlock[] => [
  ...summaryBlocks(packet, level),
  ...linkBlocks(links),
  ...section('What the evidence shows', packet.findings, level.statements, (finding) => statement(finding, level)),
  ...section('Not decided yet', packet.hypotheses, Math.ceil(level.statements / 2), (hypothesis) => [
    ...statement(hypothesis, level),
    codeBlock([`decide by: ${oneLine(hypothesis.decide_by.title, level.length)}`]),
  ]),
  ...timelineBlocks(packet, level),
  ...section('Could not be determined', packet.limits, level.limits, ({ id, code, subject, message, fix }) => [
    paragraph(text(`${id} · ${code}`)),
    codeBlock([oneLine(`${subject}: ${message}`, level.length), `fix: ${oneLine(fix, level.length)}`]),
  ]),
  ...section('Do next', packet.next_actions, level.actions, ({ kind, title, body }) => [
    paragraph(text(kind)),
    codeBlock([`# ${oneLine(title, level.length)}`, ...severalLines(body, level.length * 2, 15)]),
  ]),
  paragraph(text(`OpsRunbook · analyzer ${oneLine(packet.analyzer_version, 40)} · packet ${packet.packet_hash}`)),
];

const summaryBlocks = (packet: IncidentPacketV1, level: Level): readonly AdfBlock[] => {
  const { value, integrity_cap, coverage_cap } = packet.confidence;
  const cap = Math.min(integrity_cap, coverage_cap);
  const atMost = cap < 1 ? ` (at most ${cap.toFixed(2)} with this evidence)` : '';
  const owners = packet.suspected_owners.map(({ owner }) => owner).join(', ');
  return [
    paragraph(text(`Verdict: ${packet.verdict}, confidence ${value.toFixed(2)}${atMost}`)),
    codeBlock([
      oneLine(packet.headline, level.length),
      `title: ${oneLine(packet.title, level.length)}`,
      ...packet.suspects
        .slice(0, 3)
        .map(({ entity, confidence }) => `suspect: ${oneLine(entity, 200)} ${confidence.toFixed(2)}`),
      ...(owners === '' ? [] : [`owners: ${oneLine(owners, 200)}`]),
    ]),
    paragraph(
      text(`Incident ${packet.incident_id}, run ${packet.run_id}, ${packet.window.start} to ${packet.window.end}`),
    ),
  ];
};

const linkBlocks = (links: RenderContext['links']): readonly AdfBlock[] => {
  const nodes = [
    ...(links.packet === null ? [] : [link('Packet and evidence', links.packet)]),
    ...(links.pull_request?.url ? [link('Pull request', links.pull_request.url)] : []),
  ];
  return nodes.map((node) => paragraph(node));
};

const statement = (item: FindingV1 | HypothesisV1, level: Level): readonly AdfBlock[] => {
  const { id, rule, verdict, confidence, claim, entity, supporting, contradicting } = item;
  const against = contradicting.length === 0 ? '' : ` · ${contradicting.length} contradicting`;
  const more = supporting.length - level.citations;
  return [
    paragraph(text(`${id} · ${oneLine(rule, 60)} · ${verdict} ${confidence.toFixed(2)}${against}`)),
    codeBlock([
      oneLine(`${entity}: ${claim}`, level.length),
      ...supporting.slice(0, level.citations).map((cited) => `evidence: ${citation(cited)}`),
      ...(more > 0 ? [`evidence: ${more} more in the packet`] : []),
    ]),
  ];
};

const citation = ({ key, pointer, range, sha256 }: EvidenceRefV1): string =>
  `${oneLine(`${key}#${pointer}`, 240)}${range === undefined ? '' : ` [${range.from}..${range.to})`} sha256:${sha256}`;

const timelineBlocks = ({ timeline }: IncidentPacketV1, level: Level): readonly AdfBlock[] => {
  const shown = timeline.slice(0, level.timeline);
  if (shown.length === 0) return [];
  const lines = shown.map(
    ({ at_ms, kind, entity, text: what }) =>
      `${new Date(at_ms).toISOString()} ${kind} ${oneLine(`${entity}: ${what}`, level.length)}`,
  );
  return [heading('In order'), codeBlock(lines), ...rest(timeline.length - shown.length)];
};

const section = <Item>(
  title: string,
  items: readonly Item[],
  shown: number,
  blocks: (item: Item) => readonly AdfBlock[],
): readonly AdfBlock[] => {
  if (items.length === 0 || shown === 0) return [];
  return [heading(title), ...items.slice(0, shown).flatMap(blocks), ...rest(items.length - shown)];
};

const rest = (count: number): readonly AdfBlock[] =>
  count > 0 ? [paragraph(text(`${count} more are in the packet.`))] : [];
