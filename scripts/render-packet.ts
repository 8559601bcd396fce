import type { CollectorProgressV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import { bold, dim, green, red, wrapped, yellow } from './terminal.ts';

/** What is shown of each list; the rest is counted and lies in the packet. */
const SHOWN = { findings: 5, hypotheses: 2, timeline: 5, actions: 3, limits: 3 } as const;

/** A packet as an on-call engineer reads it: on one screen, the most useful first. */
export const renderPacket = (packet: IncidentPacketV1): string =>
  [
    ...heading(packet),
    ...section('What the evidence shows', packet.findings, SHOWN.findings, statementLines),
    ...section('Not decided yet', packet.hypotheses, SHOWN.hypotheses, statementLines),
    ...section('In order', packet.timeline, SHOWN.timeline, ({ at_ms, entity, text }) => [
      `${time(at_ms)} ${bold(entity)} ${text}`,
    ]),
    ...section('Do next', packet.next_actions, SHOWN.actions, ({ title, body }) => [
      title,
      ...body.split('\n').map((line) => dim(`  ${line}`)),
    ]),
    ...section('Could not be determined', packet.limits, SHOWN.limits, ({ subject, message, fix }) => [
      `${subject}: ${message}; ${fix}`,
    ]),
  ].join('\n');

/** One collector's line while a run is under way. */
export const renderProgress = ({ collector, status, rows, reasons = [] }: CollectorProgressV1): string => {
  const mark =
    status === 'ok' ? green('✓') : status === 'partial' ? yellow('~') : status === 'gap' ? red('✗') : dim('…');
  const why = reasons[0] === undefined ? '' : dim(` ${reasons[0].message}`);
  return `  ${mark} ${collector.padEnd(20)} ${status.padEnd(8)}${rows === undefined ? '' : `${rows} items`}${why}`;
};

const heading = (packet: IncidentPacketV1): readonly string[] => {
  const colour = packet.verdict === 'supported' ? green : packet.verdict === 'likely' ? yellow : dim;
  const { value, integrity_cap, coverage_cap } = packet.confidence;
  const caps =
    Math.min(integrity_cap, coverage_cap) < 1
      ? dim(` (at most ${Math.min(integrity_cap, coverage_cap)} with this evidence)`)
      : '';
  const owners = packet.suspected_owners.map(({ owner }) => owner).join(', ');
  return [
    '',
    bold(`${packet.title}`) +
      dim(
        `  ${packet.service} · ${packet.severity} · ${time(Date.parse(packet.window.start))}–${time(Date.parse(packet.window.end))}`,
      ),
    `${colour(packet.verdict.toUpperCase())} ${value.toFixed(2)}${caps}  ${bold(packet.headline)}`,
    ...(packet.suspects.length === 0
      ? []
      : [
          `suspects ${packet.suspects
            .slice(0, 3)
            .map(({ entity, confidence }) => `${entity} ${confidence.toFixed(2)}`)
            .join(' · ')}`,
        ]),
    ...(owners === '' ? [] : [`owners   ${owners}`]),
  ];
};

const statementLines = ({
  id,
  claim,
  confidence,
  supporting,
}: IncidentPacketV1['findings'][number]): readonly string[] => {
  const cited = supporting[0];
  const range = cited?.range === undefined ? '' : `[${cited.range.from}..${cited.range.to})`;
  const source =
    cited === undefined
      ? ''
      : dim(`  ${id} ⟵ ${cited.collector}${cited.pointer}${range} sha256:${cited.sha256.slice(0, 12)}`);
  return [`${confidence.toFixed(2)} ${claim}`, source];
};

const section = <Item>(
  title: string,
  items: readonly Item[],
  shown: number,
  lines: (item: Item) => readonly string[],
): readonly string[] => {
  if (items.length === 0) return [];
  const more = items.length > shown ? dim(` (${shown} of ${items.length})`) : '';
  const body = items
    .slice(0, shown)
    .flatMap((item) => lines(item).flatMap((line, index) => wrapped(line, index === 0 ? '  • ' : '    ')));
  return ['', bold(title) + more, ...body];
};

const time = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);
