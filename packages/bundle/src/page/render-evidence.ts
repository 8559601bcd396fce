import type { ManifestEntryV1 } from '@opsrunbook/contracts';
import { type Html, html } from './html.ts';
import type { PageView } from './page-view.ts';
import { rows, section } from './section.ts';

/** What was asked for, what was collected, what was replaced before it was stored, and how to prove it. */
export const renderEvidence = ({ request, manifest, manifest_sha256, packet }: PageView): Html => html`
${section('Evidence', [
  rows(manifest.entries.map(entryRow), ['collector', 'status', 'rows', 'redacted before storage', 'file and SHA-256']),
])}
${section('What was asked', [html`<pre>${JSON.stringify(request.scope, null, 1)}</pre>`])}
${section('Prove it', [
  html`<p>This page is a convenience; the files beside it are the evidence. <code>npm run bundle -- --check FILE.zip</code>
checks the signature, every hash from evidence over manifest to packet, and every citation.</p>`,
  rows([
    ['incident', html`<code>${manifest.incident_id}</code>`],
    ['run', html`<code>${manifest.run_id}</code>`],
    ['manifest', html`<code>${manifest_sha256}</code>`],
    ['packet', html`<code>${packet?.packet_hash ?? 'none'}</code>`],
  ]),
])}`;

const entryRow = ({ collector, status, evidence, rows: count, redactions, reasons }: ManifestEntryV1) => [
  collector,
  html`<span class="${status}">${status}</span>${reasons.map(
    ({ subject, message, fix }) => html`<br><small>${subject}: ${message}; ${fix}</small>`,
  )}`,
  String(count),
  Object.entries(redactions)
    .map(([type, times]) => `${times} ${type}`)
    .join(', '),
  html`${evidence?.key ?? 'nothing was stored'}<br><code>${evidence?.sha256 ?? ''}</code>`,
];
