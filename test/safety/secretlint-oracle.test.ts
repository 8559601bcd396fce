import { describe, expect, it } from '@jest/globals';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createRedactor } from '@opsrunbook/evidence';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import policy from '../../config/redaction.json' with { type: 'json' };
import { fakeLog } from '../../packages/evidence/src/redaction/testing/fake-log.ts';
import {
  ALPHANUMERIC,
  characters,
  HEXADECIMAL,
  oneOf,
  type Random,
  seededRandom,
} from '../../packages/evidence/src/redaction/testing/fake-values.ts';

const redactor = createRedactor(RedactionPolicyV1.parse(policy));

/** Obviously made up: random characters behind the prefixes that providers publish. */
const SHAPES: readonly [(random: Random) => string, ...((random: Random) => string)[]] = [
  (random) => `aws_secret_access_key = ${characters(random, ALPHANUMERIC, 40)}`,
  (random) => `AWS_SECRET_ACCESS_KEY="${characters(random, `${ALPHANUMERIC}/+`, 40)}"`,
  ...['ghp_', 'gho_', 'ghu_', 'npm_'].map(
    (prefix) => (random: Random) => prefix + characters(random, ALPHANUMERIC, 36),
  ),
  ...['sk_live_', 'rk_live_'].map((prefix) => (random: Random) => prefix + characters(random, ALPHANUMERIC, 24)),
  ...['shpat_', 'shpss_', 'shppa_', 'shpca_'].map(
    (prefix) => (random: Random) => prefix + characters(random, HEXADECIMAL, 32),
  ),
  (random) => `xoxb-${characters(random, '123456789', 14).slice(0, 12)}-${characters(random, ALPHANUMERIC, 24)}`,
  (random) =>
    `https://hooks.slack.com/services/T${characters(random, HEXADECIMAL, 8).toUpperCase()}/B${characters(random, HEXADECIMAL, 8).toUpperCase()}/${characters(random, ALPHANUMERIC, 24)}`,
  (random) => `SG.${characters(random, ALPHANUMERIC, 22)}.${characters(random, ALPHANUMERIC, 43)}`,
  (random) => `glpat-${characters(random, ALPHANUMERIC, 20)}`,
  (random) => `hf_${characters(random, ALPHANUMERIC, 34)}`,
  (random) => `hvs.${characters(random, ALPHANUMERIC, 95)}`,
  (random) => `lin_api_${characters(random, ALPHANUMERIC, 40)}`,
  (random) => `dapi${characters(random, HEXADECIMAL, 32)}`,
  (random) => `dckr_pat_${characters(random, ALPHANUMERIC, 27)}`,
  (random) => `figd_${characters(random, ALPHANUMERIC, 40)}`,
  (random) => `gsk_${characters(random, ALPHANUMERIC, 52)}`,
  (random) => `sk-ant-api03-${characters(random, ALPHANUMERIC, 93)}AA`,
  (random) => `tskey-auth-${characters(random, ALPHANUMERIC, 17)}-${characters(random, ALPHANUMERIC, 32)}`,
  (random) => `glsa_${characters(random, ALPHANUMERIC, 32)}_${characters(random, HEXADECIMAL, 8)}`,
  (random) => `mongodb+srv://app:${characters(random, ALPHANUMERIC, 14)}@db.example.com/orders`,
  (random) => `mysql://app:${characters(random, ALPHANUMERIC, 14)}@db.example.com:3306/orders`,
];

const AROUND: readonly [(secret: string) => string, ...((secret: string) => string)[]] = [
  (secret) => secret,
  (secret) => `2026-03-03T10:02:11Z ERROR upstream refused ${secret} after 3 tries`,
  (secret) => `{"level":"error","detail":"${secret.replaceAll('"', '\\"')}"}`,
  (secret) => `export VALUE=${secret}`,
  (secret) => `<value>${secret}</value>`,
];

const textOf = (random: Random): string => {
  const shapes = Array.from({ length: 3 }, () => oneOf(random, AROUND)(oneOf(random, SHAPES)(random)));
  return [...shapes, fakeLog(random).text].join('\n');
};

/** The values secretlint reports; its ranges are not used, some of them are wrong. */
const reportedIn = async (content: string): Promise<readonly { readonly rule: string; readonly value: string }[]> => {
  const { messages } = await lintSource({
    source: { filePath: '/app.log', content, contentType: 'text', ext: '.log' },
    options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, rules: [] }] } },
  });
  return messages.flatMap(({ ruleId, data }) =>
    Object.entries(data ?? {})
      .filter(([name]) => name !== 'typeName')
      .map(([, value]) => ({ rule: ruleId, value: String(value) })),
  );
};

const CASES = 600;

describe('secretlint as a second opinion', () => {
  it('reports nothing in generated texts that we would not redact', async () => {
    const missed: string[] = [];
    const rules = new Set<string>();
    let reported = 0;
    for (let number = 1; number <= CASES; number++) {
      const text = textOf(seededRandom(number * 104_729));
      const redacted = redactor.text(text).value;
      for (const { rule, value } of await reportedIn(text)) {
        reported += 1;
        rules.add(rule);
        if (redacted.includes(value)) missed.push(`case ${number}: ${rule} reports ${value}`);
      }
    }
    expect(missed).toEqual([]);
    expect(reported).toBeGreaterThan(CASES);
    expect(rules.size).toBeGreaterThan(12);
  }, 120_000);

  it('reports a value that was left, so that the comparison can fail', async () => {
    const [first] = await reportedIn(`token ghp_${characters(seededRandom(1), ALPHANUMERIC, 36)}`);
    expect(first?.value).toMatch(/^ghp_/);
  });
});
