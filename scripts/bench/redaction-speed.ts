import { createRedactor } from '@opsrunbook/evidence';
import { TOKEN_PREFIXES } from '../../packages/evidence/src/redaction/testing/token-prefixes.ts';
import { localConfiguration } from '../local-setup.ts';
import type { Section } from './figures.ts';
import { errorLine } from './maximum/log-lines.ts';
import { inTurns } from './measure.ts';
import { seeded } from './seeded.ts';

const PIECE_BYTES = 65_536;
const PIECES = 64;
const TURNS = 9;

/** Redaction in 64 KiB pieces against plain searches of the same pieces. */
export const redactionSpeed = async (): Promise<Section> => {
  const pieces = logPieces();
  const redactor = createRedactor(localConfiguration().policy, { hmacKey: Buffer.from('bench') });
  let hits = 0;
  const ms = await inTurns(
    {
      redact: () => pieces.map((piece) => redactor.text(piece)),
      // What any search for tokens pays at least: each literal prefix looked for once.
      prefixes: () => {
        for (const piece of pieces) for (const prefix of TOKEN_PREFIXES) hits += piece.indexOf(prefix) < 0 ? 0 : 1;
      },
      single: () => {
        for (const piece of pieces) hits += piece.indexOf('no line has this') < 0 ? 0 : 1;
      },
    },
    TURNS,
  );
  const speed = (name: 'redact' | 'prefixes' | 'single'): number => (PIECES * PIECE_BYTES) / 1e3 / ms(name);
  return {
    title: 'Redaction',
    figures: [
      { name: 'redaction in pieces of 64 KiB', value: speed('redact'), unit: 'MB/s', least: 15 },
      {
        name: `against indexOf of its ${TOKEN_PREFIXES.length} literal prefixes`,
        value: speed('redact') / speed('prefixes'),
        unit: '×',
        least: 0.2,
      },
      { name: `indexOf of the prefixes (${hits} hits)`, value: speed('prefixes'), unit: 'MB/s' },
      { name: 'indexOf of one literal that is not there', value: speed('single'), unit: 'MB/s' },
    ],
    tables: [],
    notes: [
      'The text is generated error lines; one in fifty holds a secret, one in twenty a stack trace. Processor time.',
    ],
  };
};

const logPieces = (): readonly string[] => {
  const chance = seeded(11);
  const at = '2026-03-03T12:00:00.000Z';
  return Array.from({ length: PIECES }, () => {
    let piece = '';
    while (piece.length < PIECE_BYTES) piece += `${errorLine(chance, at)}\n`;
    return piece.slice(0, PIECE_BYTES);
  });
};
