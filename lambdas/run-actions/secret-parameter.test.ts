import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '@opsrunbook/testing';
import { mockClient } from 'aws-sdk-client-mock';
import { parameterKillSwitch, secretParameter } from './secret-parameter.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => {
  ssm.reset();
});

const given = () => {
  const clock = new FakeClock();
  const store: { value: string | undefined; fails: boolean } = { value: 'true', fails: false };
  ssm.on(GetParameterCommand, { Name: '/opsrunbook/test/x', WithDecryption: true }).callsFake(async () => {
    if (store.fails) throw new Error('SSM is down');
    if (store.value === undefined) throw new ParameterNotFound({ message: 'none', $metadata: {} });
    return { Parameter: { Value: store.value } };
  });
  const client = new SSMClient({ region: 'us-east-1' });
  return { clock, store, options: { client, clock, name: '/opsrunbook/test/x' } };
};

describe('a secret parameter', () => {
  it('is read once in five minutes, and at once after it was forgotten', async () => {
    const { clock, options } = given();
    const secret = secretParameter(options);
    expect([await secret.read(), await secret.read()]).toEqual(['true', 'true']);
    expect(ssm.calls()).toHaveLength(1);
    secret.forget();
    await secret.read();
    clock.advance(5 * 60_000);
    await secret.read();
    expect(ssm.calls()).toHaveLength(3);
  });

  it('is undefined when there is none, and a failure is thrown and not remembered', async () => {
    const { store, options } = given();
    const secret = secretParameter(options);
    store.fails = true;
    await expect(secret.read()).rejects.toThrow('SSM is down');
    store.fails = false;
    store.value = undefined;
    expect(await secret.read()).toBeUndefined();
  });
});

describe('the kill switch', () => {
  it.each([
    ['true', true],
    [' true\n', true],
    ['false', false],
    ['TRUE', false],
    ['', false],
    [undefined, false],
  ])('reads %j as %s: only a plain true lets actions run', async (value, isEnabled) => {
    const { store, options } = given();
    store.value = value;
    expect(await parameterKillSwitch(options).isAutomationEnabled()).toBe(isEnabled);
  });

  it('is noticed within a second', async () => {
    const { clock, store, options } = given();
    const killSwitch = parameterKillSwitch(options);
    expect(await killSwitch.isAutomationEnabled()).toBe(true);
    store.value = 'false';
    clock.advance(1_000);
    expect(await killSwitch.isAutomationEnabled()).toBe(false);
  });

  it('stops everything when it cannot be read', async () => {
    const { store, options } = given();
    store.fails = true;
    await expect(parameterKillSwitch(options).isAutomationEnabled()).rejects.toThrow();
  });
});
