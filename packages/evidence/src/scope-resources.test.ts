import { describe, expect, it } from '@jest/globals';
import { ScopeV1 } from '@opsrunbook/contracts';
import { plainName, scopeResources } from './scope-resources.ts';
import { timeSlices } from './time-slices.ts';

const ACCOUNT = 'eu-central-1:123456789012';
const MACHINE = `arn:aws:states:${ACCOUNT}:stateMachine:orders`;

describe('the resources of a scope', () => {
  it('come from names, ARNs and state machines, each once and in order', () => {
    const scope = ScopeV1.parse({
      log_groups: [],
      metrics: [],
      state_machine_arns: [MACHINE],
      resources: [
        { type: 'lambda', name: 'pay' },
        { type: 'ecs', name: 'shop/cart' },
      ],
      resource_arns: [
        `arn:aws:lambda:${ACCOUNT}:function:pay:live`,
        `arn:aws:dynamodb:${ACCOUNT}:table/orders`,
        'arn:aws:s3:::bucket',
      ],
    });
    expect(scopeResources(scope)).toEqual([
      { type: 'dynamodb', name: 'orders' },
      { type: 'ecs', name: 'shop/cart' },
      { type: 'lambda', name: 'pay' },
      { type: 'step-functions', name: MACHINE },
    ]);
  });

  it('go by their plain names outside CloudWatch', () => {
    expect(plainName({ type: 'step-functions', name: MACHINE })).toBe('orders');
    expect(plainName({ type: 'ecs', name: 'shop/cart' })).toBe('cart');
    expect(plainName({ type: 'alb', name: 'app/front/50dc6c495c0c9188' })).toBe('front');
    expect(plainName({ type: 'lambda', name: 'pay' })).toBe('pay');
  });
});

describe('time slices', () => {
  it('cover the range without overlap, the last one shorter', () => {
    expect(timeSlices({ startMs: 0, endMs: 25 }, 10)).toEqual([
      { startMs: 0, endMs: 10 },
      { startMs: 10, endMs: 20 },
      { startMs: 20, endMs: 25 },
    ]);
    expect(timeSlices({ startMs: 5, endMs: 5 }, 10)).toEqual([]);
  });
});
