import type { RenderContext } from '@opsrunbook/actions';
import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import { oneLine } from '@opsrunbook/outbound';
import { button, heading, line, messageOf, type OpenUrl, type RichTextBlock, run, type TeamsPayload } from './card.ts';

/** What a card may show; a smaller level shows less. Timeline, actions and limits go before findings. */
interface Level {
  readonly findings: number;
  readonly timeline: number;
  readonly actions: number;
  readonly limits: number;
  readonly length: number;
}

/** In this order until the message fits; then the minimal card, which always does (about 2 KB). */
const LEVELS: readonly Level[] = [
  { findings: 3, timeline: 4, actions: 2, limits: 2, length: 240 },
  { findings: 3, timeline: 0, actions: 1, limits: 1, length: 240 },
  { findings: 2, timeline: 0, actions: 0, limits: 0, length: 160 },
];

/** Teams refuses about 28 KB and adds an envelope of its own; 21 KB leave room for it (facts.md section 14). */
export const MAX_BODY_BYTES = 21_000;

/** The message of a run: what the evidence shows, on one screen, with buttons to our own addresses only. */
export const renderTeams = (context: RenderContext<'teams-message'>): TeamsPayload => {
  const actions = buttonsOf(context.links);
  for (const level of LEVELS) {
    const message = messageOf([...headOf(context, level.length), ...partsOf(context.packet, level)], actions);
    if (sizeOf(message) <= MAX_BODY_BYTES) return message;
  }
  const minimal = messageOf(headOf(context, 120), actions);
  return sizeOf(minimal) <= MAX_BODY_BYTES ? minimal : messageOf(headOf(context, 120), []);
};

/** Bytes of the request body. */
export const sizeOf = (message: TeamsPayload): number => Buffer.byteLength(JSON.stringify(message));

const COLOURS = { supported: 'Good', likely: 'Warning', inconclusive: 'Attention' } as const;

const headOf = (context: RenderContext<'teams-message'>, length: number): readonly RichTextBlock[] => {
  const { packet, action, mayBeRepeat } = context;
  const repeat = 'This message may be a repeat: the answer to the first one was unclear.';
  return [
    line(
      run(`${packet.service} · ${packet.severity} incident · `, { weight: 'Bolder' }),
      run(`${packet.verdict} ${packet.confidence.value.toFixed(2)}`, {
        weight: 'Bolder',
        color: COLOURS[packet.verdict],
      }),
    ),
    line(run(oneLine(packet.headline, length))),
    ...changeOf(context, length),
    ...(mayBeRepeat ? [line(run(repeat, { isSubtle: true }))] : []),
    line(run(`${packet.incident_id} · ${packet.run_id} · ${action.marker}`, { isSubtle: true })),
  ];
};

/** What a later run says that the message before it did not. */
const changeOf = ({ shown, packet }: RenderContext<'teams-message'>, length: number): readonly RichTextBlock[] => {
  if (shown === null || shown.run_id === packet.run_id) return [];
  if (shown.verdict !== packet.verdict)
    return [line(run(`Changed: ${shown.verdict} → ${packet.verdict}. Before: `), run(oneLine(shown.headline, length)))];
  if (shown.headline === packet.headline) return [line(run('Analyzed again; verdict and headline are unchanged.'))];
  return [line(run('Changed headline. Before: '), run(oneLine(shown.headline, length)))];
};

const partsOf = (packet: IncidentPacketV1, level: Level): readonly RichTextBlock[] => [
  ...part('What the evidence shows', packet.findings, level.findings, ({ confidence, entity, claim }) =>
    line(run(`${confidence.toFixed(2)} `, { weight: 'Bolder' }), run(oneLine(`${entity}: ${claim}`, level.length))),
  ),
  ...part('In order', packet.timeline, level.timeline, ({ at_ms, kind, entity, text }) =>
    line(run(`${clockTime(at_ms)} ${kind} `), run(oneLine(`${entity}: ${text}`, level.length))),
  ),
  ...part('Do next', packet.next_actions, level.actions, ({ title }) => line(run(oneLine(title, level.length)))),
  ...part('Could not be determined', packet.limits, level.limits, ({ subject, message }) =>
    line(run(oneLine(`${subject}: ${message}`, level.length))),
  ),
];

const part = <Item>(
  title: string,
  items: readonly Item[],
  shown: number,
  render: (item: Item) => RichTextBlock,
): readonly RichTextBlock[] => {
  if (items.length === 0 || shown === 0) return [];
  const more = items.length - shown;
  const rest = more > 0 ? [line(run(`${more} more in the packet`, { isSubtle: true }))] : [];
  return [heading(title), ...items.slice(0, shown).map(render), ...rest];
};

const clockTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(11, 19)}Z`;

const buttonsOf = ({ ticket, pull_request, packet }: RenderContext['links']): readonly OpenUrl[] => [
  ...button('Ticket', ticket?.url),
  ...button('Pull request', pull_request?.url),
  ...button('Packet', packet),
];
