import { describe, expect, it } from '@jest/globals';
import { marked } from './testing/test-redactor.ts';

const value = Buffer.from('not so plain').toString('base64');

describe('Kubernetes secrets', () => {
  it.each([
    [
      'YAML, data behind the kind',
      `kind: Secret\ndata:\n  user: ${value}\nmetadata:\n  name: x`,
      'kind: Secret\ndata:\n  user: {k8s_secret}\nmetadata:\n  name: x',
    ],
    [
      'YAML, data before the kind',
      `data:\n  user: ${value}\nkind: Secret`,
      'data:\n  user: {k8s_secret}\nkind: Secret',
    ],
    [
      'a block',
      'kind: Secret\nstringData:\n  conf: |\n    a: 1\n    b: 2\ntype: Opaque',
      'kind: Secret\nstringData:\n  conf: |\n    {k8s_secret}\ntype: Opaque',
    ],
    ['JSON', `{"data":{"k":"${value}"},"kind":"Secret"}`, '{"data":{"k":"{k8s_secret}"},"kind":"Secret"}'],
    [
      'the last-applied annotation',
      `"a":"{\\"data\\":{\\"k\\":\\"${value}\\"},\\"kind\\":\\"Secret\\"}"`,
      '"a":"{\\"data\\":{\\"k\\":\\"{k8s_secret}\\"},\\"kind\\":\\"Secret\\"}"',
    ],
  ])('%s', (_form, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it('data of other kinds stays, also in the same stream', () => {
    const text = `kind: ConfigMap\ndata:\n  LOG: ${value}\n---\nkind: Secret\ndata:\n  k: ${value}`;
    expect(marked(text)).toBe(`kind: ConfigMap\ndata:\n  LOG: ${value}\n---\nkind: Secret\ndata:\n  k: {k8s_secret}`);
    expect(marked('kind: SecretProviderClass\ndata:\n  k: v1')).toBe('kind: SecretProviderClass\ndata:\n  k: v1');
  });
});
