import { describe, expect, it } from '@jest/globals';
import { type ActionRecordV1, ActionsConfigV1 } from '@opsrunbook/contracts';
import { packetOf, resolutionOf } from '../../../testing/src/actions/packet-of.ts';
import { requestHashOf } from '../action-id.ts';
import { plannedRecord } from '../execution/ledger-writes.ts';
import { plan } from '../plan.ts';
import { claimAction, endClaim, isAnswered, isFinal } from './claim-action.ts';

const NOW = Date.UTC(2026, 2, 3, 13);
const PLAN = plan(packetOf(), ActionsConfigV1.parse({ schema_version: '1' }), resolutionOf());
const [ACTION] = PLAN.actions;
if (ACTION === undefined) throw new Error('the plan has no action');
const HASH = requestHashOf(ACTION, PLAN.packet_hash);
const ME = { owner: 'me', nowMs: NOW, leaseUntilMs: NOW + 55_000 };

const recordWith = (changes: Partial<ActionRecordV1> = {}): ActionRecordV1 => ({
  ...plannedRecord({ plan: PLAN, action: ACTION }, { nowMs: NOW }, 1),
  ...changes,
});

describe('claimAction', () => {
  it('grants a planned action and counts the attempt and the revision', () => {
    expect(claimAction(recordWith(), HASH, ME)).toMatchObject({
      answer: 'claimed',
      record: { status: 'claimed', claim: { owner: 'me', until_ms: NOW + 55_000 }, attempts: 1, revision: 2 },
    });
  });

  it.each([
    ['until its lease has passed', NOW + 1, 'busy'],
    ['and not a moment longer', NOW, 'claimed'],
  ])('keeps others out %s', (_, until_ms, answer) => {
    const claimed = recordWith({ status: 'claimed', claim: { owner: 'other', until_ms } });
    expect(claimAction(claimed, HASH, ME).answer).toBe(answer);
  });

  it('lets the owner go on', () => {
    const mine = recordWith({ status: 'claimed', claim: { owner: 'me', until_ms: NOW + 10_000 } });
    expect(claimAction(mine, HASH, ME).answer).toBe('claimed');
  });

  it.each([
    ['done', false, 'settled'],
    ['skipped', false, 'settled'],
    ['failed', false, 'settled'],
    ['unknown', false, 'settled'],
    ['skipped', true, 'claimed'],
    ['failed', true, 'claimed'],
    ['unknown', true, 'claimed'],
  ] as const)('answers a %s action (retryable %s) with %s', (status, retryable, answer) => {
    expect(claimAction(recordWith({ status, retryable }), HASH, ME).answer).toBe(answer);
  });

  it('refuses another request under the same id, whatever its state', () => {
    const done = recordWith({ status: 'done', retryable: false });
    expect(claimAction(done, 'f'.repeat(64), ME).answer).toBe('conflict');
  });

  it('gives the claim back with what was decided', () => {
    const ended = endClaim(recordWith({ claim: { owner: 'me', until_ms: 1 } }), DONE, { nowMs: NOW + 1_000 });
    expect(ended).toMatchObject({ ...DONE, claim: null, revision: 2, updated_at: '2026-03-03T13:00:01.000Z' });
  });
});

const DONE = { status: 'done', reason: null, retryable: false, external: { ref: 'OPS-1', url: null } } as const;

describe('an answer to the incident', () => {
  it.each([
    ['done', false, true, true],
    ['skipped', true, false, true],
    ['failed', false, true, true],
    ['failed', true, false, false],
    ['unknown', true, false, false],
    ['unknown', false, true, false],
    ['planned', true, false, false],
    ['claimed', true, false, false],
  ] as const)('%s (retryable %s): final %s, answered %s', (status, retryable, final, answered) => {
    expect([isFinal({ status, retryable }), isAnswered({ status, retryable })]).toEqual([final, answered]);
  });
});
