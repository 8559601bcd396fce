import { describe, expect, it } from '@jest/globals';
import { buildBundle, failedExecution, stepFunctionsEvidence } from '../../test/build-bundle.ts';
import { investigationOf } from '../evidence-bundle.ts';
import { failingState } from './failing-state.ts';

const draftsOf = (...args: Parameters<typeof stepFunctionsEvidence>) =>
  failingState(investigationOf(buildBundle([stepFunctionsEvidence(...args)])));
const counted = (window: number, baseline: number) => [
  { state_machine_arn: failedExecution().state_machine_arn, status: 'FAILED' as const, window, baseline },
];

describe('failingState', () => {
  it('says state, error, retries and the cause in the words of the code that failed', () => {
    const [draft] = draftsOf([failedExecution()]);
    expect(draft?.claim).toBe(
      'An execution of orders failed in state “Charge” with “CardDeclined”, after 2 retries: “card declined by issuer”',
    );
    expect(draft).toMatchObject({ entity: 'charge', verdict: 'supported' });
  });

  it('says nothing when nothing failed', () => {
    expect(draftsOf([])).toEqual([]);
    expect(draftsOf([failedExecution({ status: 'SUCCEEDED' })])).toEqual([]);
  });

  it('makes one statement of equal failures and keeps different errors apart', () => {
    const drafts = draftsOf([
      failedExecution(),
      failedExecution({ execution_arn: 'two' }),
      failedExecution({ error: 'Other' }),
    ]);
    expect(drafts.map(({ claim }) => claim.slice(0, 12))).toEqual(['2 executions', 'An execution']);
  });

  it('blames the machine itself for errors of its definition', () => {
    expect(draftsOf([failedExecution({ error: 'States.Runtime' })])[0]?.entity).toBe('orders');
  });

  it('is inconclusive about a machine that failed at twice the usual rate or less, and cites the count against itself', () => {
    const usual = draftsOf([failedExecution()], counted(2, 2))[0];
    expect(usual?.verdict).toBe('inconclusive');
    expect(usual?.contradicting).toHaveLength(1);
    expect(draftsOf([failedExecution()], counted(3, 2))[0]?.verdict).toBe('supported');
    expect(draftsOf([failedExecution()], counted(1, 0))[0]?.verdict).toBe('supported');
  });

  it('is less sure when the history does not name the state', () => {
    expect(draftsOf([failedExecution({ failing_state: null })])[0]?.verdict).toBe('likely');
  });
});
