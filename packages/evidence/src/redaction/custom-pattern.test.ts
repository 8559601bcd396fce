import { describe, expect, it } from '@jest/globals';
import { compileCustomPatterns, unsafeReason } from './custom-pattern.ts';

describe('custom patterns', () => {
  it.each(['CUST-\\d{6}', '[A-Z]{2,10}-\\d{4,12}', '(?:EMP|CTR)-[0-9a-f]{8}', 'x?y', 'a{512}', 'a{0,511}'])(
    '%s is safe',
    (pattern) => {
      expect(unsafeReason(pattern)).toBeUndefined();
    },
  );

  it.each([
    ['a+', 'unbounded'],
    ['\\d*x', 'unbounded'],
    ['a{2,}', 'unbounded'],
    ['(ab){2}', 'repeats a group'],
    ['(a)\\1', 'refers back'],
    ['(?=a)b', 'looks ahead'],
    ['(?<n>a)', 'looks ahead'],
    ['a{0,512}', 'more than 512'],
    ['a{0,30}b{0,30}', 'more than 512'],
    ['[a', 'no regular expression'],
  ])('%s is refused: %s', (pattern, reason) => {
    expect(unsafeReason(pattern)).toContain(reason);
  });

  it('every refused pattern is named at once', () => {
    const pattern = (type: string, source: string) => ({ type, pattern: source, is_case_insensitive: false });
    expect(() => compileCustomPatterns([pattern('one', 'a+'), pattern('two', 'b*')])).toThrow(/one: .*two: /);
  });

  it('finding twice gives the same places', () => {
    const [custom] = compileCustomPatterns([{ type: 't', pattern: 'ab', is_case_insensitive: false }]);
    expect(custom?.find('xabab')).toEqual([
      { start: 1, end: 3 },
      { start: 3, end: 5 },
    ]);
    expect(custom?.find('xabab')).toHaveLength(2);
  });
});
