import { describe, expect, it } from '@jest/globals';
import { ownersOf, reviewersOf } from './code-owners.ts';

/** The example of GitHub's page "About code owners", shortened. */
const EXAMPLE = `
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com @docs-owner
apps/ @octocat
/docs/ @doctocat
**/logs @logcat
/apps/github
`;
const owners = (path: string, text = EXAMPLE) => {
  const { users, teams } = reviewersOf(ownersOf(text, [path]), 'octo-org');
  return [...users, ...teams.map((team) => `team:${team}`)];
};

describe('reviewersOf', () => {
  it('takes the last line that matches, as GitHub does', () => {
    expect(owners('src/deep/main.rb')).toEqual(['global-owner1', 'global-owner2']);
    expect(owners('src/main.js')).toEqual(['js-owner']);
    expect(owners('build/logs/today')).toEqual(['logcat']);
    expect(owners('apps/api/main.rb')).toEqual(['octocat']);
    expect(owners('deep/apps/main.rb')).toEqual(['octocat']);
    expect(owners('docs/guide.md')).toEqual(['doctocat']);
  });

  it('lets a line without owners take them away', () => {
    expect(owners('apps/github/main.rb')).toEqual([]);
  });

  it('matches a star at the end of a path one level deep only', () => {
    expect(owners('docs/a/b.md', 'docs/* @a')).toEqual([]);
    expect(owners('docs/b.md', 'docs/* @a')).toEqual(['a']);
  });

  it('leaves out e-mail owners and teams of other organisations, which cannot be asked', () => {
    expect(owners('main.go')).toEqual([]);
    expect(owners('notes.txt')).toEqual(['team:octocats']);
    expect(owners('notes.txt', '*.txt @elsewhere/team')).toEqual([]);
  });

  it('skips what is not CODEOWNERS syntax: negation, escaped hashes, strange owners', () => {
    expect(owners('a.rb', '* @a\n!a.rb @b\n\\#x @c\n*.rb not-an-owner @../x')).toEqual([]);
  });

  it('takes special characters of a pattern literally', () => {
    expect(owners('a+b(c).ts', 'a+b(c).ts @a')).toEqual(['a']);
    expect(owners('my file.ts', 'my\\ file.ts @a')).toEqual(['a']);
    expect(owners('x', '[x] @a')).toEqual([]);
  });

  it('stays quick on a file made to be slow', () => {
    const path = `${'a'.repeat(400)}b`;
    const startedMs = performance.now();
    owners(path, `${'*a'.repeat(140)}c @a\n${'**/'.repeat(90)}c @b`);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
