import { describe, expect, it } from '@jest/globals';
import { earlierErrors, explainFailure } from './explain-failure.ts';
import { History } from './history-path.ts';
import { historyStep } from './history-step.ts';
import { attempt, entered, exited, failed, historyOf, redriven, START_MS, started } from './test-setup.ts';

type Steps = Parameters<typeof historyOf>[0];

const read = (steps: Steps, keep = Number.POSITIVE_INFINITY) => {
  const newestFirst = historyOf(steps).map(historyStep).reverse().slice(0, keep);
  return new History(newestFirst, newestFirst.length === steps.length);
};

const explained = (steps: Steps) => {
  const history = read(steps);
  const { failure, ...explanation } = explainFailure(history, true);
  return { ...explanation, earlier: earlierErrors(history, failure).kept };
};

describe('explainFailure', () => {
  it('names the failing state, the function it called, the error and when', () => {
    expect(
      explained([started, entered('Charge card'), ...attempt('pay', 'TypeError', 'boom'), failed('TypeError', 'boom')]),
    ).toEqual({
      explained: true,
      failing_state: 'Charge card',
      failing_resource: 'pay',
      failed_ms: START_MS + 4000,
      error: 'TypeError',
      cause: 'boom',
      retries: 0,
      earlier: [],
    });
  });

  it('counts the retries of the failing state and lists their errors, newest first', () => {
    const steps = [
      started,
      entered('Charge card'),
      ...attempt('pay', 'Timeout'),
      ...attempt('pay', 'Throttled'),
      ...attempt('pay', 'TypeError'),
      failed('TypeError'),
    ];
    const { retries, earlier } = explained(steps);
    expect(retries).toBe(2);
    expect(earlier).toEqual([
      { state: 'Charge card', error: 'Throttled', at_ms: START_MS + 7000 },
      { state: 'Charge card', error: 'Timeout', at_ms: START_MS + 4000 },
    ]);
  });

  it('does not count errors that were caught in an earlier state as retries', () => {
    const steps = [
      started,
      entered('Look up'),
      ...attempt('look', 'NotFound'),
      exited('Look up'),
      entered('Charge card'),
      ...attempt('pay', 'TypeError'),
      failed('TypeError'),
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Charge card',
      failing_resource: 'pay',
      retries: 0,
      earlier: [{ state: 'Look up', error: 'NotFound' }],
    });
  });

  it('names a Fail state, and the caught error that led to it', () => {
    const steps = [
      started,
      entered('Charge card'),
      ...attempt('pay', 'TypeError'),
      exited('Charge card'),
      entered('Give up', 'Fail'),
      failed('OrderRejected', 'no payment'),
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Give up',
      failing_resource: null,
      error: 'OrderRejected',
      earlier: [{ state: 'Charge card', error: 'TypeError' }],
    });
  });

  it('takes the newest failure of a redriven execution, and only retries since the redrive', () => {
    const steps = [
      started,
      entered('Charge card'),
      ...attempt('pay', 'First'),
      ...attempt('pay', 'Second'),
      failed('Second'),
      redriven,
      ...attempt('pay', 'Third'),
      failed('Third'),
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Charge card',
      error: 'Third',
      retries: 0,
      failed_ms: START_MS + 12_000,
      earlier: [{ error: 'Second' }, { error: 'First' }],
    });
  });

  it('names the state inside a Parallel branch, and the error of the other branch as an earlier one', () => {
    const steps = [
      started,
      entered('Both', 'Parallel'),
      { type: 'ParallelStateStarted' as const },
      { ...entered('Left'), previousEventId: 3 },
      ...attempt('left', 'Slow'),
      { ...entered('Right'), previousEventId: 3 },
      ...attempt('right', 'TypeError'),
      { type: 'ParallelStateFailed' as const },
      failed('TypeError'),
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Right',
      failing_resource: 'right',
      earlier: [{ state: 'Left', error: 'Slow' }],
    });
  });

  it('finds the branch even when the links jump over it', () => {
    const steps = [
      started,
      entered('Both', 'Parallel'),
      { type: 'ParallelStateStarted' as const },
      entered('Right'),
      ...attempt('right', 'TypeError'),
      { type: 'ParallelStateFailed' as const, previousEventId: 3 },
      failed('TypeError'),
    ];
    expect(explained(steps)).toMatchObject({ failing_state: 'Right', failing_resource: 'right', retries: 0 });
  });

  it('names the state inside the Map iteration that failed', () => {
    const iteration = { name: 'Each item', index: 0 };
    const steps = [
      started,
      entered('Each item', 'Map'),
      { type: 'MapStateStarted' as const },
      { type: 'MapIterationStarted' as const, mapIterationStartedEventDetails: iteration },
      entered('Reserve'),
      ...attempt('stock', 'OutOfStock'),
      { type: 'MapIterationFailed' as const, mapIterationFailedEventDetails: iteration },
      { type: 'MapStateFailed' as const },
      failed('OutOfStock'),
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Reserve',
      failing_resource: 'stock',
      error: 'OutOfStock',
    });
  });

  it('reads functions called without the optimised integration', () => {
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:pay:live';
    const steps = [
      started,
      entered('Charge card'),
      { type: 'LambdaFunctionScheduled' as const, lambdaFunctionScheduledEventDetails: { resource: arn } },
      { type: 'LambdaFunctionStarted' as const },
      { type: 'LambdaFunctionTimedOut' as const, lambdaFunctionTimedOutEventDetails: {} },
      failed('States.Timeout'),
    ];
    expect(explained(steps)).toMatchObject({ failing_resource: 'pay', error: 'States.Timeout' });
  });

  it('names the state that was running when the execution timed out, though that event is linked to nothing', () => {
    const steps = [
      started,
      entered('Look up'),
      exited('Look up'),
      entered('Charge card'),
      ...attempt('pay', 'TypeError'),
      ...attempt('pay', 'unused').slice(0, 2),
      { type: 'ExecutionTimedOut' as const, previousEventId: 0 },
    ];
    expect(explained(steps)).toMatchObject({
      failing_state: 'Charge card',
      failing_resource: 'pay',
      error: 'States.Timeout',
      retries: 1,
      earlier: [{ state: 'Charge card', error: 'TypeError' }],
    });
  });

  it('is not explained while the entry of the state has not been read', () => {
    const steps = [started, entered('Charge card'), ...attempt('pay', 'TypeError'), failed('TypeError')];
    expect(explainFailure(read(steps, 3), true)).toMatchObject({
      explained: false,
      failing_state: null,
      error: 'TypeError',
    });
    expect(explainFailure(read(steps, 5), true)).toMatchObject({ explained: true, failing_state: 'Charge card' });
  });

  it('gives an execution that did not fail no failure, but its caught errors', () => {
    const history = read([
      started,
      entered('Look up'),
      ...attempt('look', 'NotFound'),
      exited('Look up'),
      { type: 'ExecutionSucceeded' },
    ]);
    const { failure, ...explanation } = explainFailure(history, false);
    expect(explanation).toMatchObject({ failing_state: null, error: null, failed_ms: null });
    expect(earlierErrors(history, failure).kept).toMatchObject([{ state: 'Look up', error: 'NotFound' }]);
  });

  it('survives a history whose links run in a circle', () => {
    const steps = [
      started,
      { ...entered('A'), previousEventId: 4 },
      { type: 'TaskStarted' as const, previousEventId: 4 },
      { ...failed('X'), previousEventId: 3 },
    ];
    expect(explained(steps).failing_state).toBe('A');
  });
});
