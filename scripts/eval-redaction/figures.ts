import type { Span } from '../../packages/evidence/src/redaction/index.ts';

export type Detect = (text: string) => readonly Span[];

/** One measured figure and its goal. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  /** Whether the value must be at least or at most the goal. */
  readonly bound: 'min' | 'max';
  readonly unit: 'share' | 'percent' | 'MB/s' | 'times' | 'failures';
  /** Timing depends on the machine and on what else runs there: a missed goal is shown, not an error. */
  readonly isTiming?: boolean;
}

/** Whether the figure meets its goal. */
export const meetsGoal = ({ value, goal, bound }: Figure): boolean => (bound === 'min' ? value >= goal : value <= goal);

/** A share of hits that must be at least the goal. */
export const share = (
  name: string,
  counts: { readonly found: number; readonly wanted: number },
  goal: number,
): Figure => ({
  name,
  value: counts.wanted === 0 ? 1 : counts.found / counts.wanted,
  goal,
  bound: 'min',
  unit: 'share',
});

/** One line of the table. */
export const figureLine = (figure: Figure): string => {
  const sign = figure.bound === 'min' ? '≥' : '≤';
  const verdict = meetsGoal(figure) ? 'ok' : figure.isTiming === true ? 'slow' : 'MISSED';
  return `${figure.name.padEnd(46)} ${shown(figure, figure.value).padStart(12)}   ${`${sign} ${shown(figure, figure.goal)}`.padEnd(14)} ${verdict}`;
};

const shown = ({ unit }: Figure, value: number): string => {
  switch (unit) {
    case 'share':
      return value.toFixed(4);
    case 'percent':
      return `${(value * 100).toFixed(3)} %`;
    case 'MB/s':
      return `${value.toFixed(1)} MB/s`;
    case 'times':
      return `${value.toFixed(2)} x`;
    case 'failures':
      return String(value);
  }
};
