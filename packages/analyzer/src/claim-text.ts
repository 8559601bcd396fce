/**
 * One line of at most `maxLength` UTF-16 units: white space and control characters become single spaces, bidi and zero-width
 * characters go (the gate dropped them already; what was not sealed by it may be analyzed too), and the cut is marked with …
 */
export const claimText = (text: string, maxLength: number): string => {
  const line = text
    .slice(0, maxLength * 8)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .toWellFormed();
  if (line.length <= maxLength) return line;
  return `${line
    .slice(0, maxLength - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
};

/** Evidence text inside a sentence of ours: cut, one line, in typographic quotes so that it reads as a quotation. */
export const quoted = (text: string, maxLength = 140): string => `“${claimText(text, maxLength)}”`;

/** 14:03:05Z; days are told by the packet's window. */
export const clockTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(11, 19)}Z`;

/** Three significant digits without exponent where a person would not write one. */
export const figure = (value: number): string => {
  const digits = Number(value.toPrecision(3));
  return Math.abs(digits) >= 1e6 || (digits !== 0 && Math.abs(digits) < 1e-4) ? digits.toExponential() : `${digits}`;
};
