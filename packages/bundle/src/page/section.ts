import { type Html, html } from './html.ts';

/** A section with its parts, or nothing when there are none. */
export const section = (title: string, parts: readonly (Html | '')[]): Html | '' =>
  parts.every((part) => part === '') ? '' : html`<section><h2>${title}</h2>${parts}</section>`;

/** A list, or nothing when it has no items. */
export const list = (items: readonly Html[]): Html | '' =>
  items.length === 0 ? '' : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** A table without a head, or nothing when it has no rows. */
export const rows = (cells: readonly (readonly (Html | string)[])[], head: readonly string[] = []): Html | '' =>
  cells.length === 0
    ? ''
    : html`<table>${head.length === 0 ? '' : html`<tr>${head.map((name) => html`<th>${name}</th>`)}</tr>`}
${cells.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`;
