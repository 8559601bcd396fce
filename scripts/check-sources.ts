import { globSync, readFileSync } from 'node:fs';
import { ROOT } from './repository.ts';

/** What must not stand in a part of the sources, and why. Comments are not looked at. */
export interface SourceRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly files: RegExp;
  readonly except: RegExp;
  readonly instead: string;
}

const TESTS = String.raw`\.test\.ts$|test-setup\.ts$|^test/`;

export const SOURCE_RULES: readonly SourceRule[] = [
  {
    name: 'time-and-chance',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/,
    files: /^(packages|lambdas|lib|bin)\//,
    except: new RegExp(`^packages/(runtime|local)/|^lambdas/generate-logs/|${TESTS}`),
    instead: 'take a Clock or IdSource as a parameter',
  },
  {
    name: 'environment',
    pattern: /\bprocess\.env\b/,
    files: /^(packages|lambdas|lib)\//,
    except: new RegExp(String.raw`^lambdas/[^/]+/index\.ts$|${TESTS}`),
    instead: 'read the environment in lambdas/*/index.ts, scripts or bin and pass values on',
  },
  {
    name: 'named-zod-import',
    pattern: /import \{[^}]*\bz\b[^}]*\} from 'zod'/,
    files: /\.ts$/,
    except: /^$/,
    instead: "write import * as z from 'zod'; the named import makes bundles five times larger",
  },
];

/** One place that breaks a rule. */
export interface SourceViolation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly instead: string;
}

/** The places of one file that break a rule. */
export const violationsOf = (file: string, text: string, rules = SOURCE_RULES): readonly SourceViolation[] => {
  const applying = rules.filter((rule) => rule.files.test(file) && !rule.except.test(file));
  return withoutComments(text)
    .split('\n')
    .flatMap((code, index) =>
      applying
        .filter(({ pattern }) => pattern.test(code))
        .map(({ name, instead }) => ({ file, line: index + 1, rule: name, instead })),
    );
};

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');

if (import.meta.main) {
  const files = globSync('{bin,lib,lambdas,packages,scripts,test}/**/*.ts', {
    cwd: ROOT,
    exclude: ['**/node_modules/**'],
  });
  const violations = files.flatMap((file) => violationsOf(file, readFileSync(`${ROOT}/${file}`, 'utf8')));
  for (const { file, line, rule, instead } of violations) console.error(`${file}:${line} ${rule}: ${instead}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
