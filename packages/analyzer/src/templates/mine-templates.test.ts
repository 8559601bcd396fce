import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mineTemplates } from './mine-templates.ts';

describe('mineTemplates', () => {
  it('groups messages that differ in numbers, addresses, ids and paths', () => {
    const templates = mineTemplates([
      'open /var/lib/a/1 from 10.0.0.1:80 took 5 ms',
      'open /srv/b from 10.0.0.2:81 took 71 ms',
      'closed session 0f8fad5b-d9cb-469f-a165-70867728950e',
      'closed session 7c9e6679-7425-40de-944b-e07fc1f90ae7',
    ]);
    expect(templates.map(({ members }) => members)).toEqual([
      [2, 3],
      [0, 1],
    ]);
    expect(templates[0]?.text).toBe('closed session <*>');
  });

  it('keeps statements with different words apart', () => {
    expect(mineTemplates(['disk is full', 'job has begun now'])).toHaveLength(2);
  });

  it('takes only the first line of a stack trace', () => {
    const templates = mineTemplates(['Error: boom\n at f (a.js:1)', 'Error: boom\n at g (b.js:2)']);
    expect(templates).toHaveLength(1);
  });

  it('gives every message one group, and the same groups in any order', () => {
    const words = fc.constantFrom('user', 'login', 'failed', '10.0.0.1', '42', 'for', 'order', 'a1b2c3d4e5');
    const messages = fc.array(
      fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(messages, (all) => {
        const groups = (input: readonly string[]) =>
          mineTemplates(input).map(({ text, members }) => [text, members.map((member) => input[member]).toSorted()]);
        expect(
          mineTemplates(all)
            .flatMap(({ members }) => members)
            .toSorted((a, b) => a - b),
        ).toEqual([...all.keys()]);
        expect(groups(all.toReversed())).toEqual(groups(all));
      }),
    );
  });
});
