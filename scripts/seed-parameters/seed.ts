import type { ParameterStore } from './parameter-store.ts';
import { parameterName, SECRETS, type Secret } from './secrets.ts';

/** Where values come from and what is told; no value is ever told. */
export interface Seeding {
  readonly stage: string;
  readonly store: ParameterStore;
  /** Asks for a value without showing it; empty leaves the parameter as it is. */
  readonly ask: (question: string) => Promise<string>;
  readonly tell: (line: string) => void;
}

/** Tells which parameters exist; gives back how many are missing. */
export const checkParameters = async ({ stage, store, tell }: Omit<Seeding, 'ask'>): Promise<number> => {
  const names = SECRETS.map((secret) => parameterName(stage, secret));
  const existing = await store.existing(names);
  for (const name of names) tell(`${existing.has(name) ? 'exists ' : 'missing'} ${name}`);
  return names.filter((name) => !existing.has(name)).length;
};

/** Asks for every secret, makes those that nobody has to choose, and writes what is valid. Gives back how many were refused. */
export const seedParameters = async (seeding: Seeding): Promise<number> => {
  const { stage, store, tell } = seeding;
  const existing = await store.existing(SECRETS.map((secret) => parameterName(stage, secret)));
  let refused = 0;
  for (const secret of SECRETS) {
    const name = parameterName(stage, secret);
    if (secret.generate !== undefined) {
      if (existing.has(name)) tell(`kept    ${name}`);
      else await writeSecret(seeding, secret, secret.generate());
      continue;
    }
    const value = (await seeding.ask(`${secret.asks}${existing.has(name) ? ' (empty keeps it)' : ''}: `)).trim();
    if (value === '') tell(`skipped ${name}`);
    else if (!(await writeSecret(seeding, secret, value))) refused += 1;
  }
  return refused;
};

/** Writes one secret when it has the right form; says whether it did. */
export const writeSecret = async (
  { stage, store, tell }: Omit<Seeding, 'ask'>,
  secret: Secret,
  value: string,
): Promise<boolean> => {
  const name = parameterName(stage, secret);
  const problem = secret.problemOf(value);
  if (problem === undefined) await store.write(name, value);
  tell(problem === undefined ? `written ${name}` : `refused ${name}: ${problem}`);
  return problem === undefined;
};
