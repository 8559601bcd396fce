import { describe, expect, it } from '@jest/globals';
import { createBudgetMeter } from '../budget-meter.ts';
import { askSource, callSource, OUT_OF_TIME } from './call-source.ts';
import { faultReason, healthOf } from './fault-reason.ts';
import { FAULT_CODES, sourceFault } from './source-fault.ts';
import { sourceReader } from './source-reader.ts';

const WORDS = { service: 'CloudWatch', collector: 'alarms' } as const;
const QUESTION = { subject: 'alarms', permission: 'cloudwatch:DescribeAlarms', on: '*' };

const awsError = (name: string, fault: 'client' | 'server' = 'client') =>
  Object.assign(new Error(name), { name, $fault: fault, $metadata: {} });

/** A clock that only waiting moves, and a source that fails so often before it answers. */
const calling = (seconds: number, failures: readonly Error[], jitter = () => 1) => {
  const slept: number[] = [];
  const left = [...failures];
  const remaining = () => seconds * 1000 - slept.reduce((sum, ms) => sum + ms, 0);
  const budget = createBudgetMeter({ seconds, bytes: 1024 }, remaining);
  const clock = { now: () => new Date(0), sleep: async (ms: number) => void slept.push(ms) };
  const call = async () => {
    const failure = left.shift();
    if (failure !== undefined) throw failure;
    return 'answer';
  };
  return { slept, budget, call, context: { clock, budget, jitter } };
};

const times = (count: number, error: Error) => Array.from({ length: count }, () => error);

describe('calling a source', () => {
  it('waits out throttling for as long as there is time, 200 ms doubling to 5 s', async () => {
    const { context, call, slept, budget } = calling(60, times(7, awsError('ThrottlingException')));
    expect(await callSource(context, call)).toEqual({ ok: true, value: 'answer' });
    expect(slept).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(budget.spent.api_calls).toBe(8);
  });

  it('gives up throttling before the time it must leave is touched', async () => {
    const { context, call, slept } = calling(5, times(99, awsError('ThrottledException')));
    const outcome = await callSource({ ...context, leaveMs: 3_000 }, call);
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'throttled' } });
    expect(slept).toEqual([200, 400, 800]);
  });

  it('tries three times when the service stumbles, and once when it refuses', async () => {
    const stumbling = calling(60, times(9, awsError('InternalServiceFault', 'server')));
    expect(await callSource(stumbling.context, stumbling.call)).toMatchObject({
      fault: { code: 'collector_failed' },
    });
    expect(stumbling.slept).toHaveLength(2);
    const refusing = calling(60, times(9, awsError('AccessDenied')));
    expect(await callSource(refusing.context, refusing.call)).toMatchObject({ fault: { code: 'access_denied' } });
    expect(refusing.slept).toEqual([]);
  });

  it('waits the part of a back-off that the jitter says', async () => {
    const { context, call, slept } = calling(60, times(2, awsError('Throttling')), () => 0.5);
    await callSource(context, call);
    expect(slept).toEqual([100, 200]);
  });

  it('throws what is a bug of ours', async () => {
    const { context, call } = calling(60, [new TypeError('x is not a function')]);
    await expect(callSource(context, call)).rejects.toThrow(TypeError);
  });

  it('is not asked without time, and the loss is counted', async () => {
    const { context, call, budget } = calling(0, []);
    expect(await askSource(context, 'alarms', call)).toMatchObject({ fault: { code: 'timeout', name: OUT_OF_TIME } });
    expect(budget.spent.api_calls).toBe(0);
    expect(budget.cuts).toMatchObject([{ what: 'seconds', subject: 'alarms' }]);
  });
});

describe('reading pages', () => {
  const pages = (answers: readonly (Error | number)[]) => {
    const { context } = calling(60, []);
    const taken: number[] = [];
    const end = sourceReader(context, WORDS).pages(QUESTION, {
      ask: async (token) => {
        const at = Number(token ?? 0);
        const answer = answers[at];
        if (answer instanceof Error) throw answer;
        return { item: answer ?? 0, token: at + 1 < answers.length ? String(at + 1) : undefined };
      },
      next: ({ token }) => token,
      take: ({ item }) => taken.push(item) < 3,
    });
    return end.then((ended) => ({ ...ended, taken }));
  };

  it('goes on to the last page, or until no more is wanted', async () => {
    expect(await pages([1, 2])).toEqual({ answered: true, taken: [1, 2] });
    expect(await pages([1, 2, 3, 4])).toEqual({ answered: true, taken: [1, 2, 3] });
  });

  it('keeps the pages before a failure and says why it ended', async () => {
    expect(await pages([1, awsError('AccessDenied')])).toMatchObject({
      answered: true,
      taken: [1],
      reason: { code: 'access_denied' },
    });
    expect(await pages([awsError('AccessDenied')])).toMatchObject({ answered: false, taken: [] });
  });
});

describe('faults', () => {
  it.each([
    [awsError('ThrottledException'), 'throttled'],
    [awsError('ResourceNotFoundException'), 'not_found'],
    [awsError('InvalidRequestException'), 'invalid_request'],
    [awsError('CredentialsProviderError'), 'access_denied'],
    [awsError('TimeoutError'), 'timeout'],
    [awsError('NobodyKnowsThis'), 'collector_failed'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'collector_failed'],
  ])('%s is %s', (error, code) => {
    expect(sourceFault(error)?.code).toBe(code);
  });

  it('all have a message and a fix, and a refusal names the permission and its resource', () => {
    for (const code of FAULT_CODES) {
      const reason = faultReason({ code, name: 'Name', message: 'text', retry: 'never' }, QUESTION, WORDS);
      expect(reason).toMatchObject({ code, subject: 'alarms', message: expect.stringMatching(/./) });
      expect(reason.fix).not.toBe('');
    }
    const denied = faultReason({ code: 'access_denied', name: 'A', message: '', retry: 'never' }, QUESTION, WORDS);
    expect(denied.fix).toBe('allow cloudwatch:DescribeAlarms on * to the role of this collector');
  });

  it('that prove the source was reached are health', async () => {
    const ask = () => Promise.reject(awsError('ExecutionDoesNotExist'));
    const reasonFor = (fault: Parameters<typeof faultReason>[0]) => faultReason(fault, QUESTION, WORDS);
    expect(await healthOf({ ask, reasonFor, provesHealth: ['not_found'] })).toEqual({ ok: true });
    expect(await healthOf({ ask, reasonFor })).toMatchObject({ ok: false, reason: { code: 'not_found' } });
  });
});
