import { describe, expect, it } from '@jest/globals';
import type { TargetRecordV1 } from '@opsrunbook/contracts';
import { holdTarget, intend, landed, newTarget, refused, unsure } from './hold-target.ts';
import { nextStep, type StepRequest } from './next-step.ts';

const NOW = Date.UTC(2026, 2, 3, 13);
const INCIDENT = 'inc-20260303t130000-0123456789';
const [AID, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
const [RUN, LATER] = ['run-20260303t130000000-01234567', 'run-20260303t140000000-01234567'];

const targetWith = (changes: Partial<TargetRecordV1> = {}): TargetRecordV1 => ({
  ...newTarget(INCIDENT, { kind: 'jira-ticket', target: 'OPS', marker: `opsrunbook-${'d'.repeat(20)}` }),
  ...changes,
});

const asking = (changes: Partial<StepRequest> = {}): StepRequest => ({
  aid: AID,
  run_id: RUN,
  started_at: '2026-03-03T13:00:00.000Z',
  verdict: 'supported',
  headline: 'it is the table',
  nowMs: NOW,
  traits: { findable: true, object: 'per-incident' },
  effectsCap: 20,
  repeatAfterUnclear: true,
  ...changes,
});

const MESSAGE = { traits: { findable: false, object: 'per-run' } } as const;

const intentOf = (aid: string, agoMs: number) => ({ aid, sent_at_ms: NOW - agoMs, mark: { newest: agoMs } });

const appliedBy = (aid: string, run_id: string, started_at: string) => ({
  aid,
  run_id,
  started_at,
  verdict: 'likely' as const,
  headline: 'it was the queue',
});

describe('nextStep', () => {
  it('looks before anything is created, also the first time', () => {
    expect(nextStep(targetWith(), asking())).toEqual({ step: 'look', mark: null });
  });

  it('answers with what was recorded when this action was applied already', () => {
    const external = { ref: 'OPS-1', url: null };
    const target = targetWith({ external, applied: appliedBy(AID, RUN, '2026-03-03T13:00:00.000Z') });
    expect(nextStep(target, asking())).toEqual({ step: 'recorded', external });
  });

  it.each([
    ['a later time', LATER, '2026-03-03T14:00:00.000Z', 'skip'],
    ['the same time and a higher id', LATER, '2026-03-03T13:00:00.000Z', 'skip'],
    ['an earlier time', RUN, '2026-03-03T12:00:00.000Z', 'look'],
  ])('compares with a run of %s', (_, run_id, started_at, step) => {
    expect(nextStep(targetWith({ applied: appliedBy(OTHER, run_id, started_at) }), asking()).step).toBe(step);
  });

  it.each([
    [119_999, 'wait'],
    [120_000, 'look'],
  ])('treats an attempt sent %d ms ago with: %s', (agoMs, step) => {
    expect(nextStep(targetWith({ intents: [intentOf(OTHER, agoMs)] }), asking()).step).toBe(step);
  });

  it('looks from the mark of the oldest attempt, after the newest has settled', () => {
    const intents = [intentOf(OTHER, 500_000), intentOf(AID, 130_000)];
    expect(nextStep(targetWith({ intents }), asking())).toEqual({ step: 'look', mark: { newest: 500_000 } });
  });

  it.each([
    [NOW + 1, 'wait'],
    [NOW, 'look'],
  ])('honours the moment a provider asked for', (not_before_ms, step) => {
    expect(nextStep(targetWith({ not_before_ms }), asking()).step).toBe(step);
  });

  it.each([
    [19, [], 'look'],
    [20, [], 'skip'],
    [20, [intentOf(AID, 130_000)], 'look'],
  ])('counts %d effects against the cap of 20, but never leaves an attempt unsettled', (effects, intents, step) => {
    expect(nextStep(targetWith({ effects, intents }), asking()).step).toBe(step);
  });

  it('sends a message at once, and once more after an unclear attempt, saying so', () => {
    expect(nextStep(targetWith(), asking(MESSAGE))).toEqual({ step: 'send', mayBeRepeat: false });
    const once = targetWith({ intents: [intentOf(AID, 130_000)] });
    expect(nextStep(once, asking(MESSAGE))).toEqual({ step: 'send', mayBeRepeat: true });
    const twice = targetWith({ intents: [intentOf(AID, 400_000), intentOf(AID, 130_000)] });
    expect(nextStep(twice, asking(MESSAGE)).step).toBe('unconfirmed');
  });

  it('never repeats a message when it must not', () => {
    const once = targetWith({ intents: [intentOf(AID, 130_000)] });
    expect(nextStep(once, asking({ ...MESSAGE, repeatAfterUnclear: false })).step).toBe('unconfirmed');
  });

  it('does not take another run’s unclear message for its own', () => {
    const other = targetWith({ intents: [intentOf(OTHER, 10)] });
    expect(nextStep(other, asking(MESSAGE))).toEqual({ step: 'send', mayBeRepeat: false });
  });

  it('sends no message that says what the last one said', () => {
    const applied = { ...appliedBy(OTHER, RUN, '2026-03-03T12:00:00.000Z'), verdict: 'supported' as const };
    const same = targetWith({ applied: { ...applied, headline: 'it is the table' } });
    expect(nextStep(same, asking(MESSAGE))).toMatchObject({ step: 'skip', reason: { code: 'unchanged' } });
    expect(nextStep(targetWith({ applied }), asking(MESSAGE)).step).toBe('send');
  });
});

describe('a target', () => {
  const me = { owner: 'me', nowMs: NOW, leaseUntilMs: NOW + 55_000 };
  const held = () => {
    const answer = holdTarget(targetWith(), me);
    if (answer.answer !== 'held') throw new Error('it is not held');
    return answer.target;
  };

  it.each([
    [NOW + 1, 'busy'],
    [NOW, 'held'],
  ])('is held by one attempt until its lease passes', (until_ms, answer) => {
    expect(holdTarget(targetWith({ hold: { owner: 'other', until_ms } }), me).answer).toBe(answer);
  });

  it('forgets disproved attempts with a new intent, but keeps those nobody can look for', () => {
    const target = { ...held(), intents: [intentOf(OTHER, 1)] };
    const intent = { aid: AID, sentAtMs: NOW, mark: {}, existing: null };
    expect(intend(target, { ...intent, keepEarlier: false }).intents).toHaveLength(1);
    expect(intend(target, { ...intent, keepEarlier: true }).intents).toHaveLength(2);
  });

  it('remembers an object that was found before it is changed, so that a crash cannot lose it again', () => {
    const existing = { ref: 'OPS-7', url: null };
    const intended = intend(held(), { aid: AID, sentAtMs: NOW, mark: { newest: 7 }, existing, keepEarlier: false });
    expect(intended.external).toEqual(existing);
    expect(
      intend(intended, { aid: AID, sentAtMs: NOW, mark: {}, existing: null, keepEarlier: false }).external,
    ).toEqual(existing);
  });

  it('drops the newest intent when it was refused, and keeps its mark', () => {
    const intended = intend(held(), {
      aid: AID,
      sentAtMs: NOW,
      mark: { base: 'abc' },
      existing: null,
      keepEarlier: true,
    });
    expect(refused(intended, null)).toMatchObject({ intents: [], mark: { base: 'abc' }, hold: { owner: 'me' } });
  });

  it('keeps the intent when nobody knows', () => {
    const intended = intend(held(), { aid: AID, sentAtMs: NOW, mark: {}, existing: null, keepEarlier: true });
    expect(unsure(intended, NOW + 5_000)).toMatchObject({
      intents: [{ aid: AID }],
      not_before_ms: NOW + 5_000,
      hold: null,
    });
  });

  it('settles every attempt at a shared object when it stands, and only its own at a message', () => {
    const target = { ...held(), intents: [intentOf(OTHER, 1), intentOf(AID, 1)] };
    const landing = {
      external: { ref: '1', url: null },
      applied: appliedBy(AID, RUN, '2026-03-03T13:00:00.000Z'),
      effects: 1,
    } as const;
    expect(landed(target, { ...landing, isShared: true }).intents).toEqual([]);
    expect(landed(target, { ...landing, isShared: false }).intents).toMatchObject([{ aid: OTHER }]);
  });

  it('writes one revision after the other', () => {
    expect(held().revision).toBe(1);
    expect(refused(held(), null).revision).toBe(2);
  });
});
