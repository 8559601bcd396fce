import { describe, expect, it } from '@jest/globals';
import { ALPHANUMERIC, characters, fakePassword, HEXADECIMAL, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';

const random = seededRandom(11);
const password = fakePassword(random);
const token = characters(random, ALPHANUMERIC, 32);

describe('values under telling names', () => {
  it.each([
    ['JSON', `{"user":"a","password":"${password}","x":1}`, '{"user":"a","password":"{password}","x":1}'],
    [
      'escaped JSON',
      `"{\\"password\\":\\"${password}\\",\\"id\\":1}"`,
      '"{\\"password\\":\\"{password}\\",\\"id\\":1}"',
    ],
    [
      'twice escaped JSON',
      `{\\\\\\"apiKey\\\\\\":\\\\\\"${token}\\\\\\"}`,
      '{\\\\\\"apiKey\\\\\\":\\\\\\"{api_key}\\\\\\"}',
    ],
    ['logfmt', `level=warn db_password=${password} user_id=1`, 'level=warn db_password={password} user_id=1'],
    ['YAML', `  API_KEY: "${token}"\nregion: x`, '  API_KEY: "{api_key}"\nregion: x'],
    ['a YAML block', `password: |\n  ${password}\nnext: 1`, 'password: |\n  {password}\nnext: 1'],
    ['Ruby', `{:password => "${password}", :user=>"bob"}`, '{:password => "{password}", :user=>"bob"}'],
    ['Python', `connect(host="h", password="${password}", port=1)`, 'connect(host="h", password="{password}", port=1)'],
    ['an index', `os.environ["DB_PASSWORD"] = "${password}"`, 'os.environ["DB_PASSWORD"] = "{password}"'],
    ['Go', `{Host:db.internal Password:${password} SSL:true}`, '{Host:db.internal Password:{password} SSL:true}'],
    ['a declaration', `const apiKey: string = "${token}";`, 'const apiKey: string = "{api_key}";'],
    ['a query', `GET /x?access_token=${token}&limit=5 200`, 'GET /x?access_token={token}&limit=5 200'],
    [
      'a connection string',
      `Server=x;Password=${password};Encrypt=true;`,
      'Server=x;Password={password};Encrypt=true;',
    ],
    ['words with a blank', `AWS Secret Access Key: ${token}`, 'AWS Secret Access Key: {aws_secret_access_key}'],
    ['an XML attribute', `<c host="x" password="${password}" />`, '<c host="x" password="{password}" />'],
    ['an XML element', `<password>${password}</password>`, '<password>{password}</password>'],
    ['a typed attribute', `"password":{"S":"${password}"}`, '"password":{"S":"{password}"}'],
    ['a call', `setPassword("${password}")`, 'setPassword("{password}")'],
    ['a definition', `define('DB_PASSWORD', '${password}');`, "define('DB_PASSWORD', '{password}');"],
  ])('%s', (_form, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    [
      'name before value',
      `- name: DB_PASSWORD\n  value: ${password}\n- name: REGION\n  value: eu-west-1`,
      '- name: DB_PASSWORD\n  value: {password}\n- name: REGION\n  value: eu-west-1',
    ],
    [
      'value before name',
      `{"value":"${password}","name":"DB_PASSWORD"},{"value":"prod","name":"ENV"}`,
      '{"value":"{password}","name":"DB_PASSWORD"},{"value":"prod","name":"ENV"}',
    ],
    [
      'Terraform variable',
      `variable "db_password" {\n  default = "${password}"\n}`,
      'variable "db_password" {\n  default = "{password}"\n}',
    ],
  ])('a pair, %s', (_form, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'password: \u0024{DB_PASSWORD}',
    'password=***',
    '"token":"[FILTERED]"',
    'apiKey: process.env.API_KEY',
    'password: !Ref DbPassword',
    'secret: {{ .Values.secret }}',
    'password=%s',
    '"password":null',
    'PASSWORD=$DB_PASSWORD',
    '"api_key":"YOUR_API_KEY"',
  ])('a placeholder stays: %s', (text) => {
    expect(marked(text)).toBe(text);
  });

  it.each([
    'token expired 12 minutes ago; request a new token',
    'max_tokens=322 prompt_tokens=655 completion_tokens=251',
    'secretKeyRef:\n  name: db-credentials\n  key: password',
    'password must be at least 12 characters',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/app/db-AbCdEf',
    'token_type=bearer expires_in=3600',
    '"passwordPolicy":{"minLength":12}',
    'pass: 34 fail: 0',
    'Unexpected token } in JSON at position 17',
  ])('words about secrets stay: %s', (text) => {
    expect(marked(text)).toBe(text);
  });

  it('cursors and keys of things stay', () => {
    const cursor = Buffer.from(JSON.stringify({ pk: { S: 'INC#1' }, page: 3 })).toString('base64');
    for (const text of [
      `nextToken=${cursor}`,
      `LastEvaluatedKey=${cursor}`,
      `idempotency_key=${characters(random, HEXADECIMAL, 32)}`,
    ])
      expect(marked(text)).toBe(text);
  });

  it('a weak name asks for a value that looks like a credential', () => {
    expect(marked('session=a1b2c3d4 x')).toBe('session={cookie} x');
    expect(marked('session=a1b2c3d x')).toBe('session=a1b2c3d x');
  });

  it('a value ends before the next field and keeps its own signs', () => {
    expect(marked('password=ab,cd&ef;gh, user=x')).toBe('password={password}, user=x');
    expect(marked('password=ab&user=x')).toBe('password={password}&user=x');
  });

  it('many names in a row are read once each', () => {
    expect(marked('password='.repeat(2_000)).length).toBeLessThan(200);
  });
});
