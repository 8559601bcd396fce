import { describe, expect, it } from '@jest/globals';
import {
  COLLECT_STATE,
  type CollectorTask,
  evidenceStateMachine,
  gapStateName,
  SEAL_STATE,
} from './evidence-state-machine.ts';

const task = (collector: CollectorTask['collector']): CollectorTask => ({
  collector,
  functionName: `fn-${collector}`,
  timeoutSeconds: 100,
});
const machineOf = (...collectors: CollectorTask[]) =>
  evidenceStateMachine({ collectors, sealFunctionName: 'seal', sealTimeoutSeconds: 70 });

describe('evidenceStateMachine', () => {
  it('has one branch per collector, each with timeout, retries and a catch that leaves a gap', () => {
    const collect = machineOf(task('cloudwatch-logs'), task('step-functions')).States[COLLECT_STATE];
    if (collect?.Type !== 'Parallel') throw new TypeError('expected a Parallel state');
    expect(collect.Branches.map(({ StartAt }) => StartAt)).toEqual(['cloudwatch-logs', 'step-functions']);
    for (const { StartAt, States } of collect.Branches) {
      const state = States[StartAt];
      if (state?.Type !== 'Task') throw new TypeError('expected a Task state');
      expect(state.TimeoutSeconds).toBe(100);
      expect(state.Retry.length).toBeGreaterThan(0);
      expect(state.Catch?.map(({ Next }) => Next)).toEqual([`${StartAt} gap`]);
      expect(States[`${StartAt} gap`]?.Type).toBe('Pass');
    }
  });

  it('never names a collector that is off', () => {
    const text = JSON.stringify(machineOf(task('cloudwatch-logs')));
    expect(text).toContain(gapStateName('cloudwatch-logs'));
    expect(text).not.toContain('cloudwatch-metrics');
    expect(text).not.toContain('step-functions');
  });

  it('seals a run even when every collector is off', () => {
    expect(machineOf().States[COLLECT_STATE]).toMatchObject({ Type: 'Pass', Next: SEAL_STATE });
  });

  it('leaves time for every retry of the slowest collector and of the seal', () => {
    const seconds = machineOf(task('cloudwatch-logs')).TimeoutSeconds;
    expect(seconds).toBeGreaterThan(100 * 4 + 70 * 6);
  });

  it('refuses a collector named twice', () => {
    expect(() => machineOf(task('cloudwatch-logs'), task('cloudwatch-logs'))).toThrow('named twice');
  });
});
