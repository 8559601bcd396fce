import { CATALOGUE } from './scenarios/catalogue.ts';

/** Prints test/scenarios/labels.json: `node scripts/eval/scenario-labels.ts > test/scenarios/labels.json`. */
const labels = CATALOGUE.flatMap(({ name, cause }) =>
  [1, 2].map((run) => [`scenarios/${name}-${run}`, { entity: cause, group: cause === null ? 'healthy' : 'incident' }]),
);
console.log(JSON.stringify(Object.fromEntries(labels), null, 1));
