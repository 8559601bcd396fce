import type { DemoResult } from './play-recording.ts';
import { green, red, wrapped } from './terminal.ts';

/** What was replaced where, by collector and type, and whether any planted secret can be read in what was written. */
export const renderRedactions = ({
  redacted,
  canaries,
}: Pick<DemoResult, 'redacted' | 'canaries'>): readonly string[] => {
  const places = Object.entries(redacted).map(([collector, counts]) => `${collector} ${countsText(counts)}`);
  const isClean = canaries.found === 0;
  const planted = `${canaries.seeded} planted secrets, ${canaries.found} found in what was written`;
  return [
    ...wrapped(`redacted before storage: ${places.join('; ') || 'nothing'}`, `${green('✓')} `),
    ...(canaries.seeded === 0 ? [] : [`${isClean ? green('✓') : red('✗')} ${planted}`]),
  ];
};

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
