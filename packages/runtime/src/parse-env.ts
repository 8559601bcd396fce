import { ConfigError } from '@opsrunbook/core';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

interface EnvSchema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/** A function's environment by its schema. Throws one Config error naming every problem at once, never a value. */
export const parseEnv = <T>(schema: EnvSchema<T>, env: NodeJS.ProcessEnv): T => {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError('invalid_environment', `the environment is incomplete: ${problems.join('; ')}`);
};
