import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createGateProvider } from '@opsrunbook/evidence';
import { CANARY_KINDS } from './canaries.ts';
import { loadRecording } from './recording.ts';

const HEADER = {
  schema_version: '1',
  name: 'checkout-outage',
  description: 'cards are refused after a deploy',
  recorded_now: '2026-03-03T13:00:00Z',
  report: { service: 'checkout', time_window: { start: '2026-03-03T12:00:00Z', end: '2026-03-03T12:10:00Z' } },
  services: { checkout: { log_groups: ['/aws/lambda/pay'] } },
};
const LOG = { group: '/aws/lambda/pay', stream: 's1', at_ms: 1_772_539_200_000, message: 'ERROR card refused' };
const METRIC = {
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: 'pay' },
  statistic: 'Sum',
  period_seconds: 60,
  times_ms: [1_772_539_200_000],
  values: [3],
};
const ARN = 'arn:aws:states:us-east-1:123456789012';
const EXECUTIONS = {
  executions: [
    {
      describe: {
        executionArn: `${ARN}:execution:pay:1`,
        stateMachineArn: `${ARN}:stateMachine:pay`,
        name: '1',
        status: 'FAILED',
        startDate: '2026-03-03T12:01:00.000Z',
        cause: 'card refused',
      },
      history: [
        {
          id: 2,
          type: 'TaskFailed',
          timestamp: '2026-03-03T12:01:02.000Z',
          taskFailedEventDetails: { resource: 'invoke', resourceType: 'lambda', error: 'CardRefused' },
        },
      ],
    },
  ],
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
};
const written = async (files: Readonly<Record<string, string>> = {}) => {
  await write({ 'recording.json': JSON.stringify(HEADER), ...files });
  return loadRecording(folder);
};

describe('a recording', () => {
  it('needs no telemetry: absent files mean that there was none', async () => {
    const recording = await written();
    expect(recording).toMatchObject({ name: 'checkout-outage', logs: [], metrics: [], executions: [], canaries: [] });
    expect(recording.recordedNow).toBe('2026-03-03T13:00:00Z');
  });

  it('has a catalogue of its services, in the environment of its report', async () => {
    const { catalogue } = await written();
    expect(catalogue).toMatchObject({ environments: ['prod'], services: { checkout: { owners: [] } } });
  });

  it('gives every kind of telemetry, times of executions as dates', async () => {
    const recording = await written({
      'logs.jsonl': `${JSON.stringify(LOG)}\n\n`,
      'metrics.jsonl': JSON.stringify(METRIC),
      'step-functions.json': JSON.stringify(EXECUTIONS),
    });
    expect([recording.logs, recording.metrics]).toEqual([[LOG], [METRIC]]);
    const [execution] = recording.executions;
    expect(execution?.describe.startDate).toEqual(new Date('2026-03-03T12:01:00.000Z'));
    expect(execution?.history[0]).toMatchObject({
      timestamp: new Date('2026-03-03T12:01:02.000Z'),
      taskFailedEventDetails: { error: 'CardRefused' },
    });
  });

  it.each([
    [
      'recording.json',
      JSON.stringify({ ...HEADER, name: 'Checkout Outage' }),
      /recording\.json: name: expected lower-case/,
    ],
    ['recording.json', JSON.stringify({ ...HEADER, extra: 1 }), /recording\.json: .*extra/],
    ['logs.jsonl', `${JSON.stringify(LOG)}\n{"group":`, /logs\.jsonl:2: not JSON/],
    ['logs.jsonl', JSON.stringify({ ...LOG, at_ms: '12:00' }), /logs\.jsonl:1: at_ms: .*expected/],
    [
      'metrics.jsonl',
      `\n${JSON.stringify({ ...METRIC, values: [] })}`,
      /metrics\.jsonl:2: .*as many times_ms as values/,
    ],
    ['step-functions.json', '{"executions":[{"history":[]}]}', /step-functions\.json: executions\.0\.describe/],
    [
      'logs.jsonl',
      JSON.stringify({ ...LOG, message: '{{canary:passport}}' }),
      /logs\.jsonl:1: there is no canary passport; use bearer/,
    ],
  ])('tells the place of what is wrong in %s', async (file, text, message) => {
    await expect(written({ [file]: text })).rejects.toMatchObject({
      name: 'Config',
      message: expect.stringMatching(message),
    });
  });

  it('says which folder holds no recording', async () => {
    await expect(loadRecording(join(folder, 'nowhere'))).rejects.toThrow(/recording\.json: there is none in .*nowhere/);
  });
});

const TALKING_OF_SECRETS = [
  'GET /orders Authorization: Bearer {{canary:bearer}} 401',
  'env AWS_SECRET_ACCESS_KEY={{canary:aws-secret}} region=us-east-1',
  'ERROR could not connect to {{canary:password-url}}',
  'receipt sent to {{canary:email}}',
  'ERROR card {{canary:card}} was refused',
];

describe('canaries', () => {
  const logs = TALKING_OF_SECRETS.map((message) => JSON.stringify({ ...LOG, message })).join('\n');

  it('stand in the telemetry, one value per kind, and are listed', async () => {
    const recording = await written({ 'logs.jsonl': `${logs}\n${logs}` });
    expect(recording.canaries.map(({ kind }) => kind)).toEqual([...CANARY_KINDS]);
    const messages = recording.logs.map(({ message }) => message);
    expect(messages.join('\n')).not.toContain('{{');
    for (const { value } of recording.canaries) {
      expect(value.length).toBeGreaterThanOrEqual(16);
      expect(messages.filter((message) => message.includes(value))).toHaveLength(2);
    }
  });

  it('are the same at each load and others in another recording', async () => {
    const [one, again] = [await written({ 'logs.jsonl': logs }), await loadRecording(folder)];
    expect(again.canaries).toEqual(one.canaries);
    await write({ 'recording.json': JSON.stringify({ ...HEADER, name: 'another' }) });
    const values = one.canaries.map(({ value }) => value);
    for (const { value } of (await loadRecording(folder)).canaries) expect(values).not.toContain(value);
  });

  it('pass the checksum of card numbers', async () => {
    const { canaries } = await written({ 'logs.jsonl': logs });
    const digits = canaries.find(({ kind }) => kind === 'card')?.value ?? '';
    const doubled = [...digits]
      .toReversed()
      .map((digit, i) => (i % 2 === 1 ? [...String(Number(digit) * 2)] : [digit]));
    expect(digits).toMatch(/^4\d{15}$/);
    expect(doubled.flat().reduce((sum, digit) => sum + Number(digit), 0) % 10).toBe(0);
  });

  it('are found by the redaction this repository ships', async () => {
    const { logs: events, canaries } = await written({ 'logs.jsonl': logs });
    const policy = RedactionPolicyV1.parse(JSON.parse(await readFile('config/redaction.json', 'utf8')));
    const gate = await createGateProvider(policy, async () => undefined)();
    const stored = JSON.stringify(gate.pass(events.map(({ message }) => message)).value);
    for (const { value } of canaries) expect(stored).not.toContain(value);
    expect(stored).toContain('could not connect to postgres://canary:');
  });
});
