import { describe, expect, it } from '@jest/globals';
import { NamePattern } from '@opsrunbook/contracts';
import fc from 'fast-check';
import { matchesName } from './name-pattern.ts';

describe('a name pattern', () => {
  it.each([
    ['^checkout-api', 'checkout-api', true],
    ['^checkout-api', 'checkout-api-2', false],
    ['^checkout-*', 'checkout-', true],
    ['^checkout-*', 'my-checkout-api', false],
    ['^*checkout*', 'my-checkout-api', true],
    ['^/aws/lambda/*-prod', '/aws/lambda/pay-prod', true],
    ['^/aws/lambda/*-prod', '/aws/lambda/pay-prod-2', false],
    ['^pay-?', 'pay-1', true],
    ['^pay-?', 'pay-', false],
    ['^arn:aws:lambda:*:function:pay.*', 'arn:aws:lambda:eu-west-1:1:function:payX', false],
    ['^a*b*c', 'aXbXbXc', true],
  ])('%s and %s: %s', (pattern, name, matches) => {
    expect(matchesName(pattern, name)).toBe(matches);
  });

  it('must be anchored and whole', () => {
    for (const text of ['checkout', '^', '^a b', '^a^b']) expect(NamePattern.safeParse(text).success).toBe(false);
  });

  it('matches exactly what it spells when it has no wildcard', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.+()/[\]-]{1,20}$/), fc.stringMatching(/^[a-z.+()/[\]-]{1,20}$/), (a, b) => {
        expect(matchesName(`^${a}`, b)).toBe(a === b);
      }),
    );
  });

  it('takes many stars in little time', () => {
    const started = performance.now();
    matchesName(`^${'*a'.repeat(200)}b`, 'a'.repeat(2_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
