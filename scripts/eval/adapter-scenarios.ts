import { basename } from 'node:path';
import type { CaseSource } from './case-source.ts';
import { CATALOGUE } from './scenarios/catalogue.ts';
import { recordScenario } from './scenarios/record-scenario.ts';

/** Runs of each scenario, each with a seed of its own. */
const RUNS = [1, 2];

/** Our own incidents, simulated anew for every evaluation: `DIR`/scenario-run. The same seed gives the same evidence. */
export const scenarioCases = (dir: string): readonly CaseSource[] =>
  CATALOGUE.flatMap((scenario) =>
    RUNS.map((run) => ({
      name: `${basename(dir)}/${scenario.name}-${run}`,
      read: () => recordScenario(scenario, `run ${run}`),
    })),
  );
