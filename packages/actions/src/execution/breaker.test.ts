import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@opsrunbook/testing';
import { createBreaker, hasFailed } from './breaker.ts';

const failing = (times: number) => {
  const clock = new FakeClock();
  const breaker = createBreaker(clock);
  for (let count = 0; count < times; count += 1) breaker.report('jira-ticket', 'failed');
  return { clock, breaker };
};

describe('a breaker', () => {
  it.each([
    [4, false],
    [5, true],
  ])('after %d failures in a row is open: %s', (times, isOpen) => {
    expect(failing(times).breaker.isOpen('jira-ticket')).toBe(isOpen);
  });

  it('closes after a minute, and opens for another at the next failure', () => {
    const { clock, breaker } = failing(5);
    clock.advance(59_999);
    expect(breaker.isOpen('jira-ticket')).toBe(true);
    clock.advance(1);
    expect(breaker.isOpen('jira-ticket')).toBe(false);
    breaker.report('jira-ticket', 'failed');
    expect(breaker.isOpen('jira-ticket')).toBe(true);
  });

  it('begins to count anew after an answer', () => {
    const { breaker } = failing(4);
    breaker.report('jira-ticket', 'answered');
    breaker.report('jira-ticket', 'failed');
    expect(breaker.isOpen('jira-ticket')).toBe(false);
  });

  it('spares only the destination that fails', () => {
    expect(failing(5).breaker.isOpen('teams-message')).toBe(false);
  });

  it.each([
    [{ outcome: 'unsure' }, true],
    [{ outcome: 'refused', retryable: true }, true],
    [{ outcome: 'refused', retryable: false }, false],
    [{ outcome: 'landed' }, false],
  ])('takes %j for a failure: %s', (step, expected) => {
    expect(hasFailed(step)).toBe(expected);
  });
});
