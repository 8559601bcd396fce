import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import type { CitedExcerpt } from './cited-excerpt.ts';
import { type Html, html } from './html.ts';
import type { PageView, StatementView } from './page-view.ts';
import { list, rows, section } from './section.ts';

/** What was concluded, best first, each statement above what it cites. */
export const renderPacket = ({ request, packet, findings, hypotheses }: PageView): Html => html`<header>
<h1>${request.title}</h1>
<p class="dim">${[request.service, request.environment ?? '', request.severity].filter((part) => part !== '').join(' · ')} ·
${request.window.start} to ${request.window.end}</p>
${packet === null ? html`<p class="headline">The run was sealed and not analyzed.</p>` : verdict(packet)}
</header>
${section('What the evidence shows', findings.map(statement))}
${section('Not decided yet', hypotheses.map(statement))}
${packet === null ? '' : conclusions(packet)}`;

const verdict = ({ verdict, confidence, headline }: IncidentPacketV1): Html => html`<p>
<span class="verdict ${verdict}">${verdict}</span> ${confidence.value.toFixed(2)}
<small>(at most ${Math.min(confidence.integrity_cap, confidence.coverage_cap).toFixed(2)} with this evidence)</small></p>
<p class="headline">${headline}</p>`;

const statement = ({ statement, supporting, contradicting, more }: StatementView): Html => html`<article>
<h3>${statement.claim}</h3>
<small>${statement.confidence.toFixed(2)} · ${statement.entity} · ${statement.id} · ${statement.rule}${
  statement.onset_ms === null ? '' : ` · since ${time(statement.onset_ms)}`
}</small>
${supporting.map((excerpt) => citation(excerpt, 'cites'))}
${contradicting.map((excerpt) => citation(excerpt, 'against it'))}
${more === 0 ? '' : html`<small>${more} more ${more === 1 ? 'citation' : 'citations'} in the packet</small>`}
</article>`;

const citation = ({ collector, file, place, slice_sha256, text, whole }: CitedExcerpt, how: string): Html =>
  html`<details><summary><small>${how} ${collector} ${place}</small></summary>
<small>${file} · SHA-256 of what is cited: <code>${slice_sha256}</code>${whole ? '' : ' · the beginning of it:'}</small>
<pre>${text}</pre></details>`;

const conclusions = (packet: IncidentPacketV1): Html => html`
${section('Suspects', [
  list(packet.suspects.map(({ entity, confidence }) => html`${entity} <small>${confidence.toFixed(2)}</small>`)),
])}
${section('In order', [
  rows(packet.timeline.map(({ at_ms, kind, entity, text }) => [html`<code>${time(at_ms)}</code>`, kind, entity, text])),
])}
${section(
  'Do next',
  packet.next_actions.map(
    ({ title, body, why }) => html`<article><h3>${title}</h3><small>${why}</small><pre>${body}</pre></article>`,
  ),
)}
${section('Could not be determined', [
  list(packet.limits.map(({ subject, message, fix }) => html`${subject}: ${message}; <small>${fix}</small>`)),
])}`;

const time = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');
