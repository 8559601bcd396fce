import { describe, expect, it } from '@jest/globals';
import { type BudgetV1, EvidenceV1, type ScopeV1, type TimeWindowV1 } from '@opsrunbook/contracts';
import { type CollectEvidenceDeps, collectEvidence, rowCount } from '@opsrunbook/evidence';
import { FakeClock } from './fake-clock.ts';
import { MemoryEvidenceStore } from './memory-evidence-store.ts';
import { PASSING_GATE, putRunRequest, RESERVED_MS } from './run-input.ts';
import { scopeOf } from './scope-of.ts';

/**
 * What the source does. healthy: answers, with more than one item in the window; shuffled: the same answers in another order;
 * denied: every call is refused; throttled: every call is told to come back later.
 */
export type SourceBehaviour = 'healthy' | 'shuffled' | 'denied' | 'throttled';

/** A collector in front of a source. */
export interface CollectorScenario {
  readonly collector: CollectEvidenceDeps['collector'];
  readonly scope: ScopeV1;
  readonly window: TimeWindowV1;
  readonly baseline: TimeWindowV1;
  readonly budget: BudgetV1;
  /** The part of the budget that leaves room for one item. */
  readonly budgetOfOne: Partial<BudgetV1>;
  /** How many calls or queries the source is still working on. */
  readonly leftRunning: () => number;
}

/** Makes a fresh scenario around `clock`, which the collector must wait on. */
export type MakeScenario = (source: SourceBehaviour, clock: FakeClock) => CollectorScenario;

/** The promises of the `Collector` interface, checked for one collector. */
export const collectorContract = (name: string, makeScenario: MakeScenario): void => {
  describe(`the ${name} collector keeps the collector contract`, () => {
    it('says what it reads and which permissions it needs, and on what', () => {
      const described = makeScenario('healthy', new FakeClock()).collector.describe();
      expect(described.name).toBe(name);
      expect(described.reads).not.toBe('');
      expect(described.permissions.length).toBeGreaterThan(0);
      for (const { action, resource, why } of described.permissions) {
        expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
        expect(resource).toMatch(/^(\*|arn:aws.*)$/);
        expect(why).not.toBe('');
      }
    });

    it('is healthy when its source answers, and names the permission when it is denied', async () => {
      expect(await makeScenario('healthy', new FakeClock()).collector.healthCheck()).toEqual({ ok: true });
      const health = await makeScenario('denied', new FakeClock()).collector.healthCheck();
      expect(health).toMatchObject({ ok: false, reason: { code: 'access_denied' } });
    });

    it('collects evidence that holds its contract and is stored end to end', async () => {
      const { evidence } = await run('healthy');
      expect(evidence).toMatchObject({ collector: name, status: 'ok', reasons: [], cut: [] });
      expect(rowCount(evidence)).toBeGreaterThan(1);
      expect(evidence.spent.api_calls).toBeGreaterThan(0);
    });

    it('turns a denied source into a gap that names the permission to grant', async () => {
      const { evidence, scenario } = await run('denied');
      expect(evidence.status).toBe('gap');
      const denied = evidence.reasons.filter(({ code }) => code === 'access_denied');
      expect(denied.length).toBeGreaterThan(0);
      const actions = scenario.collector.describe().permissions.map(({ action }) => action);
      for (const { fix } of denied) expect(actions.some((action) => fix.includes(action))).toBe(true);
    });

    it('gives up on a source that throttles for ever within its time, and says so', async () => {
      const { evidence, tookMs, scenario } = await run('throttled');
      expect(evidence.status).toBe('gap');
      expect(evidence.reasons.map(({ code }) => code)).toContain('throttled');
      expect(tookMs).toBeLessThanOrEqual(scenario.budget.seconds * 1000);
    });

    it('reads nothing for an empty scope, and says what to configure', async () => {
      const { evidence } = await run('healthy', { scope: scopeOf({}) });
      expect(evidence).toMatchObject({ status: 'gap', spent: { api_calls: 0 } });
      expect(evidence.reasons.map(({ code }) => code)).toEqual(['nothing_to_read']);
      expect(evidence.reasons[0]?.fix).toContain('config/services.json');
    });

    it('keeps to a budget of one and counts what was cut', async () => {
      const { budget, budgetOfOne } = makeScenario('healthy', new FakeClock());
      const { evidence } = await run('healthy', { budget: { ...budget, ...budgetOfOne } });
      expect(rowCount(evidence)).toBe(1);
      expect(evidence.status).toBe('partial');
      expect(evidence.cut.map(({ what }) => what)).toContain(Object.keys(budgetOfOne)[0]);
    });

    it('returns at once when there is no time, counts that, and leaves nothing running', async () => {
      const { evidence, tookMs } = await run('healthy', { remainingMs: 0 });
      expect(evidence.status).toBe('gap');
      expect(evidence.cut.map(({ what }) => what)).toContain('seconds');
      expect(evidence.reasons.length).toBeGreaterThan(0);
      expect(tookMs).toBe(0);
    });

    it('gives byte-equal evidence when its source answers in another order', async () => {
      const [one, other] = [await run('healthy'), await run('shuffled')];
      expect(other.text).toBe(one.text);
    });

    it('collects once: a repeated invocation finds the object that stands', async () => {
      const { repeat, evidence, store } = await run('healthy');
      const apiCalls = evidence.spent.api_calls;
      const again = await repeat();
      expect(again.status).toBe('ok');
      expect([...store.objects.keys()].filter((key) => key.endsWith(`/${name}.json`))).toHaveLength(1);
      expect(EvidenceV1.parse(JSON.parse(store.text(again.evidence.key))).spent.api_calls).toBe(apiCalls);
    });
  });

  interface RunOptions {
    readonly scope?: ScopeV1;
    readonly budget?: BudgetV1;
    readonly remainingMs?: number;
  }

  const run = async (source: SourceBehaviour, options: RunOptions = {}) => {
    const clock = new FakeClock();
    const scenario = makeScenario(source, clock);
    const { collector, budget } = { ...scenario, ...options };
    const store = new MemoryEvidenceStore();
    const input = await putRunRequest(store, { ...scenario, ...options });
    const startedMs = clock.now().getTime();
    const remaining = clock.remainingOf(RESERVED_MS + (options.remainingMs ?? 600_000));
    const repeat = () => collectEvidence({ collector, store, gate: PASSING_GATE, budget }, input, remaining);
    const { evidence: object } = await repeat();
    expect(scenario.leftRunning()).toBe(0);
    const text = store.text(object.key);
    const evidence = EvidenceV1.parse(JSON.parse(text));
    return { scenario, store, text, evidence, repeat, tookMs: clock.now().getTime() - startedMs };
  };
};
