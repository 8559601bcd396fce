import type { Cell } from './cell.ts';

/** Plays one collector cell. */
export const runCollectorCell = async (_cell: Cell): Promise<readonly string[]> => [];
