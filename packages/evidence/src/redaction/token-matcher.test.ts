import { describe, expect, it } from '@jest/globals';
import { isIn } from './char-class.ts';
import { ALPHANUMERIC, characters, HEXADECIMAL, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';
import { TOKEN_RULES } from './token-matcher.ts';
import { ALPHABET } from './token-rule.ts';

const random = seededRandom(5);
const body = (length: number): string => characters(random, ALPHANUMERIC, length);

describe('tokens known by their prefix', () => {
  it.each([
    ['github_pat_classic', `ghp_${body(36)}`],
    ['gitlab_pat', `glpat-${body(20)}`],
    ['npm_token', `npm_${body(36)}`],
    ['stripe_secret', `sk_live_${body(24)}`],
    ['databricks_token', `dapi${characters(random, HEXADECIMAL, 32)}`],
    ['docker_token', `dckr_pat_${body(27)}`],
    ['openai_key', `sk-proj-${body(60)}`],
    ['sendgrid_key', `SG.${body(22)}.${body(43)}`],
    ['vault_token', `hvs.${body(90)}`],
  ])('%s is redacted in a sentence', (type, token) => {
    expect(marked(`upstream said ${token}, retrying`)).toBe(`upstream said {${type}}, retrying`);
  });

  it('an installation token keeps its dots and dashes inside', () => {
    expect(marked(`using ghs_${body(30)}.${body(60)}-${body(40)}_${body(30)} now`)).toBe('using {github_token} now');
  });

  it('the shortest body counts and one character less does not', () => {
    expect(marked(`npm_${body(36)} end`)).toBe('{npm_token} end');
    expect(marked(`npm_${body(35)} end`)).toContain('npm_');
  });

  it('the longest body counts and one character more does not', () => {
    const id = characters(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 18).slice(0, 16);
    expect(marked(`AKIA${id} end`)).toBe('{aws_access_key_id} end');
    expect(marked(`AKIA${id}Q end`)).toBe(`AKIA${id}Q end`);
  });

  it('a prefix within a word is no token', () => {
    expect(marked(`xghp_${body(36)} end`)).toContain('xghp_');
  });

  it.each([
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'AKIAIOSFODNN7EXAMPLE',
    'sk-learn-contrib-and-other-words-here',
  ])('%s stays', (text) => {
    expect(marked(`see ${text} in the docs`)).toBe(`see ${text} in the docs`);
  });

  it('a token after an escaped line end in JSON is found', () => {
    expect(marked(`"a\\nghp_${body(36)}\\nb"`)).toBe('"a\\n{github_pat_classic}\\nb"');
  });

  it('a token that the text ends within is redacted once nine characters of it are there', () => {
    expect(marked('token ghp_a1B2c')).toBe('token {github_pat_classic}');
    expect(marked('found ghp_a1B2')).toBe('found ghp_a1B2');
  });

  it('every rule has a prefix that can begin a word and an alphabet', () => {
    for (const rule of TOKEN_RULES) {
      expect(isIn(rule.prefix.charCodeAt(0), ALPHABET.alnum)).toBe(true);
      expect(rule.max ?? rule.min).toBeGreaterThanOrEqual(rule.min);
    }
  });
});
