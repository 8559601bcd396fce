import type { ActOutcome, RenderContext } from '@opsrunbook/actions';
import type { ActionKind } from '@opsrunbook/contracts';
import type { JsonObject } from '@opsrunbook/core';
import type { TeamsPayload } from '@opsrunbook/destination-teams';
import { countedCall, type DestinationScenario, SECOND_GATE } from '../../packages/testing/src/destinations/index.ts';

/** What `act` is called with besides the packet. */
export interface Act<Kind extends ActionKind> {
  readonly overrides?: Partial<RenderContext<Kind>>;
  readonly sends?: boolean;
}

/** Renders a packet, gates it twice as the pipeline does, and sends it as the runner would. */
export const actAsRendered = async <Kind extends ActionKind, Payload extends JsonObject>(
  { destination, contextOf }: Pick<DestinationScenario<Kind, Payload>, 'destination' | 'contextOf'>,
  packet: RenderContext['packet'],
  { overrides = {}, sends = true }: Act<Kind> = {},
): Promise<{ readonly payload: Payload; readonly outcome: ActOutcome }> => {
  const context = contextOf(SECOND_GATE.pass(packet).value, overrides);
  const { action, existing } = context;
  const payload = SECOND_GATE.pass(destination.render(context));
  const nothing: ActOutcome = { outcome: 'unsure', reason: { code: 'not_sent', message: '' } };
  if (!sends) return { payload: payload.value, outcome: nothing };
  const prepared = await destination.prepare({ action, previous: null }, countedCall());
  if (prepared.outcome !== 'ready') return { payload: payload.value, outcome: prepared };
  const request = { action, marker: action.marker, payload, mark: prepared.mark, existing };
  return { payload: payload.value, outcome: await destination.act(request, countedCall()) };
};

/** A Markdown text without its code blocks, read as CommonMark reads fences. */
export const proseOf = (markdown: string): string => {
  const prose: string[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const run = /^ {0,3}(`{3,})/.exec(line)?.[1] ?? '';
    if (fence === '' && run !== '') fence = run;
    else if (fence !== '' && run.length >= fence.length && line.trim() === run) fence = '';
    else if (fence === '') prose.push(line);
  }
  return prose.join('\n');
};

/** Every text run of a card. */
export const cardTexts = ({ attachments }: TeamsPayload): readonly string[] =>
  attachments[0].content.body.flatMap(({ inlines }) => inlines.map(({ text }) => text));
