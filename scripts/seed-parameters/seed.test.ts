import { generateKeyPairSync } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { askHidden } from './ask-hidden.ts';
import { createParameterStore } from './parameter-store.ts';
import { SECRETS } from './secrets.ts';
import { checkParameters, seedParameters } from './seed.ts';

const ssm = mockClient(SSMClient);
const PKCS1 = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });
const GIVEN = {
  'jira-token': 'obviously-fake-jira-token',
  'teams-webhook':
    'https://x.environment.api.powerplatform.com/workflows/1/triggers/manual/paths/invoke?sig=obviously-fake',
  'github-private-key': PKCS1.toString(),
};

/** Seeds with answers in the order of the questions; gives back what was told, and what was written by name. */
const seed = async (answers: readonly string[]) => {
  const [left, told] = [[...answers], [] as string[]];
  const store = createParameterStore(new SSMClient({ region: 'eu-central-1' }));
  const ask = async (question: string) => {
    told.push(question);
    return left.shift() ?? '';
  };
  const refused = await seedParameters({ stage: 'dev', store, ask, tell: (line) => told.push(line) });
  const written = ssm.commandCalls(PutParameterCommand).map(({ args: [{ input }] }) => input);
  return { refused, told, written };
};

const exist = (...names: readonly string[]) =>
  ssm.on(GetParametersCommand).resolves({ Parameters: names.map((Name) => ({ Name })) });

beforeEach(() => {
  ssm.reset();
  ssm.on(PutParameterCommand).resolves({});
  exist();
});

describe('seeding parameters', () => {
  it('writes each secret as a SecureString under its stage, and prints none of them', async () => {
    const { refused, told, written } = await seed(Object.values(GIVEN));
    expect(refused).toBe(0);
    expect(written.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual(
      SECRETS.map(({ name }) => `/opsrunbook/dev/${name} SecureString`),
    );
    for (const { Value = '' } of written) expect(told.join('\n')).not.toContain(Value);
  });

  it('makes a redaction key of 256 bits when there is none, and never replaces one', async () => {
    const { written } = await seed([]);
    expect(written).toMatchObject([
      { Name: '/opsrunbook/dev/redaction-key', Value: expect.stringMatching(/^[\w-]{43}$/) },
    ]);
    ssm.resetHistory();
    exist('/opsrunbook/dev/redaction-key');
    expect((await seed([])).written).toEqual([]);
  });

  it('keeps what is there when the answer is empty', async () => {
    exist(...SECRETS.map(({ name }) => `/opsrunbook/dev/${name}`));
    const { told, written } = await seed(['', '', '']);
    expect(written).toEqual([]);
    expect(told).toContain('Jira API token (empty keeps it): ');
  });

  it.each([
    ['jira-token', 'REPLACE_ME', 'is empty'],
    ['jira-token', 'two words', 'holds blanks'],
    ['teams-webhook', 'not an address', 'is not an https address'],
    ['teams-webhook', 'https://example.webhook.office.com/x?sig=y', 'lies at a host that does not end in'],
    ['teams-webhook', 'https://evil.com/.environment.api.powerplatform.com?sig=y', 'lies at a host'],
    ['teams-webhook', 'https://x.environment.api.powerplatform.com/workflows', 'has no signature'],
    ['github-private-key', 'hello', 'is neither a PEM nor base64 of one'],
    ['github-private-key', GIVEN['github-private-key'].slice(0, 300), 'is a PEM that cannot be read'],
  ])('refuses a %s like this one, and shows no piece of it', async (name, value, problem) => {
    const asked = Object.keys(GIVEN).map((key) => (key === name ? value : ''));
    const { refused, told, written } = await seed(asked);
    expect(refused).toBe(1);
    expect(written.map(({ Name }) => Name)).toEqual(['/opsrunbook/dev/redaction-key']);
    const line = told.find((text) => text.startsWith('refused'));
    expect(line).toContain(`/opsrunbook/dev/${name}: ${problem}`);
    if (value.length > 20) expect(line).not.toContain(value.slice(0, 20));
  });

  it.each([
    ['PKCS#1', PKCS1.toString()],
    ['base64 of it', Buffer.from(PKCS1.toString()).toString('base64')],
    ['one line with \\n', PKCS1.toString().replaceAll('\n', '\\n')],
  ])('takes a private key as %s', async (_form, key) => {
    expect(await seed(['', '', key])).toMatchObject({ refused: 0 });
  });

  it('tells which parameters exist without reading a value', async () => {
    exist('/opsrunbook/prod/jira-token');
    const told: string[] = [];
    const store = createParameterStore(new SSMClient({ region: 'eu-central-1' }));
    expect(await checkParameters({ stage: 'prod', store, tell: (line) => told.push(line) })).toBe(3);
    expect(told).toContain('exists  /opsrunbook/prod/jira-token');
    expect(ssm.commandCalls(GetParametersCommand)[0]?.args[0].input.WithDecryption).toBe(false);
  });
});

describe('asking on a terminal', () => {
  const asked = (typed: string) => {
    const terminal = Object.assign(new PassThrough(), { setRawMode: () => undefined });
    const output = new PassThrough({ encoding: 'utf8' });
    const answer = askHidden('secret: ', terminal, output);
    terminal.write(typed);
    return { answer, shown: () => output.read() };
  };

  it('shows the question and a line end, and nothing of the answer', async () => {
    const { answer, shown } = asked('hunterX\x7f2\r');
    expect(await answer).toBe('hunter2');
    expect(shown()).toBe('secret: \n');
  });

  it('takes a pasted PEM whole', async () => {
    expect(await asked(`${GIVEN['github-private-key']}\n`).answer).toBe(GIVEN['github-private-key'].trim());
  });

  it('stops at Ctrl-C', async () => {
    await expect(asked('hun\x03').answer).rejects.toThrow('interrupted');
  });
});
