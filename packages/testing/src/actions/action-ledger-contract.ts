import { describe, expect, it } from '@jest/globals';
import type { ActionLedger } from '@opsrunbook/actions';
import { plan } from '@opsrunbook/actions';
import { ActionRecordV1, ActionsConfigV1, type LatestActionsV1, type TargetRecordV1 } from '@opsrunbook/contracts';
import { PASSING_GATE } from '../run-input.ts';
import { packetOf, resolutionOf } from './packet-of.ts';

const PLAN = plan(packetOf(), ActionsConfigV1.parse({ schema_version: '1' }), resolutionOf());

const actionOf = (changes: Partial<ActionRecordV1> = {}): ActionRecordV1 =>
  ActionRecordV1.parse({
    schema_version: '1',
    revision: 1,
    incident_id: PLAN.incident_id,
    run_id: PLAN.run_id,
    started_at: PLAN.started_at,
    aid: 'c'.repeat(64),
    kind: 'jira-ticket',
    target: 'OPS',
    marker: `opsrunbook-${'d'.repeat(20)}`,
    request_hash: 'e'.repeat(64),
    status: 'planned',
    reason: null,
    retryable: true,
    claim: null,
    attempts: 0,
    external: null,
    adopted: false,
    payload: null,
    updated_at: '2026-03-03T13:00:00.000Z',
    ...changes,
  });

const targetOf = (changes: Partial<TargetRecordV1> = {}): TargetRecordV1 => ({
  schema_version: '1',
  revision: 1,
  incident_id: PLAN.incident_id,
  kind: 'jira-ticket',
  target: 'OPS',
  marker: `opsrunbook-${'d'.repeat(20)}`,
  hold: null,
  intents: [{ aid: 'c'.repeat(64), sent_at_ms: 1, mark: { newest: 7 } }],
  mark: null,
  not_before_ms: null,
  external: null,
  applied: null,
  effects: 0,
  ...changes,
});

const latestOf = (run: 1 | 2): LatestActionsV1 => {
  const { incident_id, run_id, started_at, packet_hash } = packetOf({ run });
  return { schema_version: '1', incident_id, run_id, started_at, packet_hash, plan_hash: 'f'.repeat(64) };
};

const gated = PASSING_GATE.pass;

/** The promises of the `ActionLedger` port, checked for one implementation; each case gets a fresh one. */
export const actionLedgerContract = (name: string, makeLedger: () => Promise<ActionLedger>): void => {
  describe(`the ${name} keeps the ledger contract`, () => {
    it('keeps the first plan of a run', async () => {
      const ledger = await makeLedger();
      expect(await ledger.plan(packetOf())).toBeUndefined();
      expect(await ledger.createPlan(gated(PLAN))).toBe('created');
      expect(await ledger.createPlan(gated({ ...PLAN, planner_version: 'other' }))).toBe('exists');
      expect(await ledger.plan(packetOf())).toEqual(PLAN);
    });

    it('writes an action only over the revision before', async () => {
      const ledger = await makeLedger();
      expect(await ledger.putAction(gated(actionOf({ revision: 2 })))).toBe('conflict');
      expect(await ledger.putAction(gated(actionOf()))).toBe('written');
      expect(await ledger.putAction(gated(actionOf()))).toBe('conflict');
      const next = actionOf({ revision: 2, status: 'done', retryable: false, external: { ref: 'OPS-1', url: null } });
      expect(await ledger.putAction(gated(next))).toBe('written');
      expect(await ledger.putAction(gated(next))).toBe('conflict');
      expect(await ledger.action(next)).toEqual(next);
    });

    it('lets one of many writers of a revision win', async () => {
      const ledger = await makeLedger();
      const writers = Array.from({ length: 8 }, (_, attempts) => ledger.putAction(gated(actionOf({ attempts }))));
      const answers = await Promise.all(writers);
      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
    });

    it('writes a target only over the revision before, with its intents and marks', async () => {
      const ledger = await makeLedger();
      const first = targetOf();
      expect(await ledger.target(first.incident_id, first.marker)).toBeUndefined();
      expect(await ledger.putTarget(gated(first))).toBe('written');
      expect(await ledger.putTarget(gated(first))).toBe('conflict');
      expect(await ledger.putTarget(gated(targetOf({ revision: 2, intents: [] })))).toBe('written');
      expect((await ledger.target(first.incident_id, first.marker))?.intents).toEqual([]);
    });

    it('moves the latest pointer forward only, and to the same run again', async () => {
      const ledger = await makeLedger();
      const { incident_id } = latestOf(1);
      expect(await ledger.latest(incident_id)).toBeUndefined();
      expect(await ledger.moveLatest(gated(latestOf(2)))).toBe('moved');
      expect(await ledger.moveLatest(gated(latestOf(2)))).toBe('moved');
      expect(await ledger.moveLatest(gated(latestOf(1)))).toBe('newer_stands');
      expect(await ledger.latest(incident_id)).toEqual(latestOf(2));
    });

    it('counts an action once in its hour and admits up to the cap', async () => {
      const ledger = await makeLedger();
      const ask = (aid: string, hour = '2026-03-03T12') => ledger.admit({ kind: 'jira-ticket', hour, aid, cap: 2 });
      expect([await ask('a'), await ask('a'), await ask('b'), await ask('c')]).toEqual([true, true, true, false]);
      expect(await ask('a')).toBe(true);
      expect(await ask('c', '2026-03-03T13')).toBe(true);
    });

    it('finds what is not settled and was written before a moment, oldest first', async () => {
      const ledger = await makeLedger();
      const at = (minute: number) => `2026-03-03T13:0${minute}:00.000Z`;
      const records = [
        actionOf({ aid: '1'.repeat(64), status: 'unknown', updated_at: at(2) }),
        actionOf({ aid: '2'.repeat(64), status: 'planned', updated_at: at(1) }),
        actionOf({ aid: '3'.repeat(64), status: 'done', retryable: false, updated_at: at(1) }),
        actionOf({ aid: '4'.repeat(64), status: 'skipped', updated_at: at(1) }),
        actionOf({ aid: '5'.repeat(64), status: 'failed', updated_at: at(5) }),
      ];
      for (const record of records) await ledger.putAction(gated(record));
      const found = await ledger.pending({ before: at(4), limit: 10 });
      expect(found.map(({ aid }) => aid[0])).toEqual(['2', '1']);
      expect(await ledger.pending({ before: at(4), limit: 1 })).toHaveLength(1);
    });
  });
};
