import { CollectResultV1, type IncidentPacketV1 } from '@opsrunbook/contracts';
import { bold, clipped, dim, green, red, wrapped, yellow } from './terminal.ts';

/** How much of each list fits one screen of 40 lines; the rest is counted and lies in the packet. */
const SHOWN = { findings: 4, hypotheses: 1, timeline: 4, actions: 2, limits: 2 } as const;

type Statement = IncidentPacketV1['findings'][number];

/** A packet as an on-call engineer reads it: on one screen, the most useful first. */
export const renderPacket = (packet: IncidentPacketV1): string =>
  [
    ...heading(packet),
    ...section('What the evidence shows', packet.findings, SHOWN.findings, (finding) =>
      packet.headline.includes(finding.claim) ? [citationLine(finding)] : statementLines(finding),
    ),
    ...section('Not decided yet', packet.hypotheses, SHOWN.hypotheses, statementLines),
    ...section('In order', packet.timeline, SHOWN.timeline, ({ at_ms, text }) => [
      clipped(`  ${time(at_ms)}  ${text}`),
    ]),
    ...section('Do next', packet.next_actions, SHOWN.actions, ({ title, body }) => [
      `  • ${title}`,
      // Not broken into lines: it is there to be pasted.
      ...body.split('\n').map((line) => dim(`    ${line}`)),
    ]),
    ...section('Could not be determined', packet.limits, SHOWN.limits, ({ subject, message, fix }) => [
      clipped(`  • ${subject}: ${message}; ${fix}`),
    ]),
  ].join('\n');

const STAGE_NAMES: Readonly<Record<string, string>> = {
  'persist-snapshot': 'sealed',
  analyze: 'analyzed',
  'run-actions': 'acted on',
};

/** One line for a stage that has finished: a collector with its status and how much it kept, or the seal or the analysis. */
export const renderStage = (stage: string, result: unknown): string => {
  const collected = CollectResultV1.safeParse(result);
  if (!collected.success) return `  ${green('✓')} ${STAGE_NAMES[stage] ?? stage}`;
  const { status, evidence } = collected.data;
  const mark = status === 'ok' ? green('✓') : status === 'partial' ? yellow('~') : red('✗');
  const kept =
    status === 'gap' ? dim('nothing; see what could not be determined') : `${Math.ceil(evidence.bytes / 1024)} KB`;
  return `  ${mark} ${stage.padEnd(20)} ${status.padEnd(8)} ${kept}`;
};

const heading = (packet: IncidentPacketV1): readonly string[] => {
  const colour = packet.verdict === 'supported' ? green : packet.verdict === 'likely' ? yellow : dim;
  const { value, integrity_cap, coverage_cap } = packet.confidence;
  const cap = Math.min(integrity_cap, coverage_cap);
  const capped = cap < 1 ? dim(` (at most ${cap.toFixed(2)} with this evidence)`) : '';
  const when = `${time(Date.parse(packet.window.start))}–${time(Date.parse(packet.window.end))}`;
  return [
    '',
    `${bold(packet.title)}${dim(`  ${packet.service} · ${packet.severity} · ${when}`)}`,
    `${colour(packet.verdict.toUpperCase())} ${value.toFixed(2)}${capped}`,
    ...wrapped(bold(packet.headline), ''),
    ...named(
      'suspects',
      packet.suspects.slice(0, 3).map(({ entity, confidence }) => `${entity} ${confidence.toFixed(2)}`),
    ),
    ...named(
      'owners',
      packet.suspected_owners.map(({ owner }) => owner),
    ),
  ];
};

const named = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [clipped(`${dim(name.padEnd(8))} ${values.join(' · ')}`)];

const statementLines = (statement: Statement): readonly string[] => [
  ...wrapped(statement.claim, `  ${statement.confidence.toFixed(2)} `),
  citationLine(statement),
];

const citationLine = ({ id, supporting }: Statement): string => {
  const cited = supporting[0];
  if (cited === undefined) return dim(`       ${id}`);
  const range = cited.range === undefined ? '' : `[${cited.range.from}..${cited.range.to})`;
  return dim(clipped(`       ${id} ⟵ ${cited.collector}${cited.pointer}${range} sha256:${cited.sha256.slice(0, 12)}`));
};

const section = <Item>(
  title: string,
  items: readonly Item[],
  shown: number,
  lines: (item: Item) => readonly string[],
): readonly string[] => {
  if (items.length === 0) return [];
  const more = items.length > shown ? dim(` (${shown} of ${items.length})`) : '';
  return [bold(title) + more, ...items.slice(0, shown).flatMap(lines)];
};

const time = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);
