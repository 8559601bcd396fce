import type { ReasonV1 } from '@opsrunbook/contracts';
import type { RunWindows } from '@opsrunbook/evidence';
import { slowAbove } from './choose-traces.ts';
import { type Found, type FoundTrace, findTraces } from './find-traces.ts';
import type { Reading } from './reading.ts';

/** What the three searches of a run found, as far as they came. */
export interface Searches {
  readonly failed: readonly FoundTrace[];
  readonly slow: readonly FoundTrace[];
  /** Traces of the baseline, failed ones too: what is usual. */
  readonly usual: readonly FoundTrace[];
  readonly reasons: readonly ReasonV1[];
  readonly asked: number;
  readonly answered: number;
  /** Whether X-Ray looked through nothing at all. */
  readonly isSilent: boolean;
}

/** Looks for failed traces, usual ones, and those slower than usual; a search that fails ends them. Without services, none. */
export const searchTraces = async (
  reading: Reading,
  services: readonly string[],
  { window, baseline }: RunWindows,
): Promise<Searches> => {
  const asked = services.length === 0 ? 0 : SEARCHES.length;
  const found: Partial<Record<(typeof SEARCHES)[number], Found>> = {};
  for (const kind of SEARCHES.slice(0, asked)) {
    const end = await findTraces(reading, {
      subject: SUBJECTS[kind],
      services,
      range: kind === 'usual' ? baseline : window,
      wanted: wantedFor(kind, found.usual?.traces ?? []),
    });
    found[kind] = end;
    if (end.reasons.length > 0) break;
  }
  const ends = Object.values(found);
  const answered = ends.filter((end) => end.answered).length;
  return {
    failed: found.failed?.traces ?? [],
    slow: found.slow?.traces ?? [],
    usual: found.usual?.traces ?? [],
    reasons: ends.flatMap(({ reasons }) => reasons),
    asked,
    answered,
    isSilent: asked > 0 && answered === asked && ends.every(({ processed }) => processed === 0),
  };
};

/** Usual traces before slow ones, because they tell what is slow. */
const SEARCHES = ['failed', 'usual', 'slow'] as const;

const SUBJECTS = {
  failed: 'failed traces of the window',
  usual: 'traces of the baseline',
  slow: 'slow traces of the window',
} as const;

const wantedFor = (kind: (typeof SEARCHES)[number], usual: readonly FoundTrace[]) => {
  if (kind === 'failed') return { kind };
  const aboveSeconds = kind === 'slow' ? slowAbove(usual) : undefined;
  return aboveSeconds === undefined ? { kind: 'any' as const } : { kind: 'slow' as const, aboveSeconds };
};
