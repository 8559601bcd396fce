import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sanitiseJson, sanitiseText } from './sanitise-text.ts';

describe('sanitiseText', () => {
  it.each([
    ['colours', '\u001b[31mERROR\u001b[0m x', 'ERROR x'],
    ['titles and links', 'a\u001b]0;title\u0007b\u001b]8;;https://x\u001b\\c', 'abc'],
    ['C0 but line end and tab', 'a\u0000b\u0008c\td\ne', 'abc\td\ne'],
    ['C1', 'a\u0085b\u009fc', 'abc'],
    ['direction marks', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
    ['zero-width and tag characters', 'a\u200bb\ufeffc\u{e0041}d', 'abcd'],
    ['lone surrogates', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    ['carriage returns', 'a\r\nb\rc', 'a\nb\nc'],
    ['line separators', 'a\u2028b\u2029c', 'a\nb\nc'],
    ['whole pairs', 'a\u{1f600}b', 'a\u{1f600}b'],
  ])('%s', (_what, text, expected) => {
    expect(sanitiseText(text)).toBe(expected);
  });

  it('four combining marks stay and the fifth goes', () => {
    expect(sanitiseText(`e${'\u0301'.repeat(4)}`)).toBe(`e${'\u0301'.repeat(4)}`);
    expect(sanitiseText(`e${'\u0301'.repeat(50)}x`)).toBe(`e${'\u0301'.repeat(4)}x`);
  });

  it('a cut never parts a grapheme', () => {
    const family = '\u{1f468}\u{1f3fd}';
    expect(sanitiseText(`ab${family}`, { maxLength: 4 })).toBe('ab');
    expect(sanitiseText(`ab${family}`, { maxLength: 6 })).toBe(`ab${family}`);
    expect(sanitiseText('abc', { maxLength: 2 })).toBe('ab');
    expect(sanitiseText('e\u0301', { maxLength: 1 })).toBe('');
  });

  it('line ends become blanks where one line is wanted', () => {
    expect(sanitiseText('a\nb\tc', { keepNewlines: false })).toBe('a b c');
  });

  it.each(['\udb40\u200b\udc41', '\udb40\u001b[0m\udc41', '\ud83d\u202e\ude00'])(
    'lets no character arise from halves that stood apart in %j',
    (text) => {
      const once = sanitiseText(`a${text}b`);
      expect(once).toBe('a\ufffd\ufffdb');
      expect(sanitiseText(once)).toBe(once);
    },
  );

  it('sanitising twice is sanitising once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const once = sanitiseText(text);
        expect(sanitiseText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('sanitiseJson', () => {
  it('texts and keys are sanitised, everything else stays', () => {
    expect(sanitiseJson({ 'a\u0000': ['b\u202e', 1, null, true], c: { d: '\u001b[1me' } })).toEqual({
      a: ['b', 1, null, true],
      c: { d: 'e' },
    });
  });
});
