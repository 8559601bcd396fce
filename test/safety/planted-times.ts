const START = Date.parse('2026-03-03T10:00:00Z');

/** A minute of the incident's window, as ISO text. */
export const at = (minute: number): string => new Date(atMs(minute)).toISOString();

/** A minute of the incident's window, in epoch milliseconds. */
export const atMs = (minute: number): number => START + minute * 60_000;
