import { createHash } from 'node:crypto';
import type { Gated } from '@opsrunbook/evidence';
import { Html, html } from './html.ts';
import type { PageView } from './page-view.ts';
import { renderActions } from './render-actions.ts';
import { renderEvidence } from './render-evidence.ts';
import { renderPacket } from './render-packet.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, nothing runs, nothing is sent, whatever text the page shows; only this style counts. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** A page of its own: no script, no resource, no link out of it. All text is escaped, and only what passed the gate can be shown. */
export const renderPage = ({ value: view }: Gated<PageView>): string => {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${view.manifest.incident_id}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${renderPacket(view)}
${renderActions(view)}
${renderEvidence(view)}
</body>
</html>
`;
  return page.toString();
};
