import { describe, expect, it } from '@jest/globals';
import { readZip } from '../read-zip.ts';
import { bundleOf } from '../signing-test-setup.ts';
import { storedRun } from '../stored-run-test-setup.ts';
import { html } from './html.ts';

const pageOf = async (message?: string): Promise<string> => {
  const files = readZip(await bundleOf(storedRun(message === undefined ? {} : { message })));
  return Buffer.from(files.find(({ path }) => path === 'index.html')?.bytes ?? []).toString('utf8');
};

describe('the template', () => {
  it('escapes every value, in text and in attributes, and keeps markup of its own', () => {
    const value = `<b a="1" b='2'>&amp;`;
    expect(html`<i title="${value}">${[html`<u>${1}</u>`, value]}</i>`.toString()).toBe(
      '<i title="&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;"><u>1</u>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;</i>',
    );
  });

  it('takes backslashes in values as they are', () => {
    expect(html`${'\\n\\u0041'}`.toString()).toBe('\\n\\u0041');
  });
});

describe('the page of a bundle', () => {
  it('shows verdict, statements with what they cite, evidence, actions and hashes', async () => {
    const page = await pageOf();
    for (const shown of [
      'Checkout fails',
      'charge refused',
      'cloudwatch-logs.json',
      'jira-ticket',
      'OPS',
      'after 1 attempt',
    ])
      expect(page).toContain(shown);
  });

  it('has no script, loads nothing, leads nowhere, and forbids all of it', async () => {
    const page = await pageOf();
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(page).not.toMatch(
      /<(?:script|img|link|iframe|object|embed|form|a|svg|base)\b|\b(?:src|href|on\w+)=|url\(|@import/i,
    );
  });

  it.each([
    '</pre><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    '<style>*{display:none}</style>',
    '<!--',
    '&lt;script&gt;',
    ']]><meta http-equiv=refresh content=0>',
  ])('shows %j as text', async (message) => {
    const tagsOf = (page: string) => page.match(/<[^>]*>/g)?.map((tag) => tag.replace(/[0-9a-f]{10,}/g, '')) ?? [];
    const page = await pageOf(`ERROR ${message}`);
    expect(page).not.toContain(message);
    expect(new Set(tagsOf(page))).toEqual(new Set(tagsOf(await pageOf())));
  });

  it('shows no direction marks, escape sequences or secrets that evidence might still hold', async () => {
    const page = await pageOf('ERROR \u202egnp.exe\u202c \u001b[31mred password=Copper-Willow-8841');
    expect(page).not.toMatch(/[\u202a-\u202e\u001b]|Copper-Willow/);
  });
});
