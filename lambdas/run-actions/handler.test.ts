import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { createGate, createRedactor } from '@opsrunbook/evidence';
import { packetOf } from '../../packages/testing/src/actions/index.ts';
import { ROOT } from '../../scripts/repository.ts';
import { World } from '../../test/faults/world.ts';

const KINDS = ['jira-ticket', 'github-pull-request', 'teams-message'] as const;

const sentTo = (world: World) => world.transport.sent.map(({ name }) => name);

const FIRST = packetOf();
const SECOND = packetOf({ run: 2, verdict: 'likely' });

describe('the action runner', () => {
  it('makes one of each, links what came before, and tells when it is done', async () => {
    const world = new World();
    await world.play(FIRST);
    for (const kind of KINDS) expect(world.record(kind)).toMatchObject({ status: 'done', adopted: false, claim: null });
    expect(world.record('jira-ticket')?.external?.ref).toBe('OPS-1');
    expect(world.record('github-pull-request')?.payload?.document).toMatchObject({
      branch: `opsrunbook/${FIRST.incident_id}`,
    });
    expect(world.published).toEqual(['incident.actions.completed']);
    expect(await world.ledger.latest(FIRST.incident_id)).toMatchObject({ run_id: FIRST.run_id });
  });

  it('updates the ticket in a later run, comments on the changed verdict, and says it in a message', async () => {
    const world = new World();
    await world.play(FIRST);
    await world.play(SECOND);
    expect(world.jira.issues).toMatchObject([{ verdict: 'likely', comments: [expect.any(String)] }]);
    expect(world.github.pulls).toHaveLength(1);
    expect(world.teams.cards).toHaveLength(2);
    expect(await world.ledger.latest(FIRST.incident_id)).toMatchObject({ run_id: SECOND.run_id });
  });

  it('sends no second message when a later run says the same', async () => {
    const world = new World();
    await world.play(FIRST);
    await world.play(packetOf({ run: 2 }));
    expect(world.teams.cards).toHaveLength(1);
    const later = world.record('teams-message', SECOND.run_id);
    expect(later).toMatchObject({ status: 'skipped', reason: { code: 'unchanged' }, retryable: false });
  });

  it('leaves what a newer run shows when an older one comes late', async () => {
    const world = new World();
    await world.play(SECOND);
    await world.play(FIRST);
    expect(world.jira.issues).toMatchObject([{ verdict: 'likely', comments: [] }]);
    for (const kind of KINDS) {
      expect(world.record(kind, FIRST.run_id)).toMatchObject({ status: 'skipped', reason: { code: 'superseded' } });
    }
  });

  it('renders and keeps every payload in a dry run, sends nothing, and acts when dry run is off', async () => {
    const dry = new World({ isDryRun: true });
    await dry.play(FIRST);
    expect(sentTo(dry)).toEqual([]);
    for (const kind of KINDS) {
      expect(dry.record(kind)).toMatchObject({ status: 'skipped', reason: { code: 'dry_run' }, retryable: true });
      expect(dry.record(kind)?.payload?.document).not.toBeNull();
    }
    const live = new World({ ledger: dry.ledger });
    await live.play(FIRST);
    for (const kind of KINDS) expect(live.record(kind)).toMatchObject({ status: 'done' });
    expect(live.jira.issues).toHaveLength(1);
  });

  it('does nothing while the kill switch is on, and says so', async () => {
    const world = new World();
    world.isAutomationEnabled = false;
    await world.play(FIRST);
    expect(sentTo(world)).toEqual([]);
    for (const kind of KINDS) expect(world.record(kind)?.reason?.code).toBe('automation_disabled');
    expect(world.queue.dead).toBe(0);
  });

  it('skips what a gate of the plan stops, with its reason', async () => {
    const world = new World({ settings: { github: null, teams: null } });
    await world.play(FIRST);
    expect(world.record('github-pull-request')?.reason?.code).toBe('gate_configured');
    expect(world.record('teams-message')?.reason?.message).toContain('teams.channel');
    expect(world.record('jira-ticket')?.status).toBe('done');
  });

  it('makes an inconclusive ticket and message, and no pull request', async () => {
    const world = new World();
    await world.play(packetOf({ verdict: 'inconclusive' }));
    expect(world.jira.issues).toMatchObject([{ verdict: 'inconclusive' }]);
    expect(world.teams.cards).toHaveLength(1);
    expect(world.record('github-pull-request')?.reason?.code).toBe('gate_verdict');
  });

  it('keeps to the cap of an hour, counts each action once, and says what was left out', async () => {
    const world = new World({ settings: { caps: { per_hour: 1, per_incident: 20 } } });
    await world.play(FIRST);
    await world.play(FIRST);
    await world.play(SECOND);
    expect(world.record('jira-ticket', FIRST.run_id)?.status).toBe('done');
    expect(world.record('jira-ticket', SECOND.run_id)).toMatchObject({
      status: 'skipped',
      reason: { code: 'hour_cap' },
    });
  });

  it('keeps to the cap of an incident', async () => {
    const world = new World({ settings: { caps: { per_hour: 60, per_incident: 1 } } });
    await world.play(FIRST);
    await world.play(SECOND);
    expect(world.record('jira-ticket', SECOND.run_id)).toMatchObject({
      status: 'skipped',
      reason: { code: 'incident_cap' },
    });
  });

  it('does not send what the second gate would change, and does the others', async () => {
    const types = new World({
      gate: createGate({ json: redactingPayloads, stream: (lines) => ({ values: [...lines], counts: {} }) }),
    });
    await types.play(FIRST);
    expect(sentTo(types)).not.toContain('create-issue');
    expect(types.record('teams-message')?.status).toBe('done');
    expect(types.record('jira-ticket')).toMatchObject({
      status: 'failed',
      retryable: false,
      reason: { code: 'payload_blocked' },
    });
  });

  it('writes nothing of the ledger differently under the real redaction policy', async () => {
    const policy = RedactionPolicyV1.parse(JSON.parse(readFileSync(join(ROOT, 'config/redaction.json'), 'utf8')));
    const world = new World({ gate: createGate(createRedactor(policy, {})) });
    await world.play(FIRST);
    await world.play(SECOND);
    for (const kind of KINDS) expect(world.record(kind, SECOND.run_id)?.status).toBe('done');
    for (const target of world.ledger.targets.values()) expect(JSON.stringify(target)).not.toContain('[redacted');
    for (const action of world.ledger.actions.values()) expect(JSON.stringify(action)).not.toContain('[redacted');
  });

  it('refuses another request under a known action, sends nothing, and does not acknowledge it', async () => {
    const world = new World({ isDryRun: true });
    await world.play(FIRST);
    for (const [key, record] of world.ledger.actions)
      world.ledger.actions.set(key, { ...record, request_hash: 'f'.repeat(64) });
    const live = new World({ ledger: world.ledger });
    await live.play(FIRST);
    expect(sentTo(live)).toEqual([]);
    expect(live.queue.dead).toBe(1);
  });

  it('refuses a stored plan that somebody changed', async () => {
    const world = new World({ isDryRun: true });
    await world.play(FIRST);
    for (const [key, plan] of world.ledger.plans) world.ledger.plans.set(key, { ...plan, planner_version: 'changed' });
    const live = new World({ ledger: world.ledger });
    await live.play(FIRST);
    expect(sentTo(live)).toEqual([]);
    expect(live.outcomes).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ code: 'plan_changed' }) }),
    );
  });

  it('fails the one action whose secret is missing, and does the others', async () => {
    const world = new World();
    world.jira.secret.current = undefined;
    await world.play(FIRST);
    expect(world.record('jira-ticket')).toMatchObject({
      status: 'failed',
      retryable: false,
      reason: { code: 'secret_missing' },
    });
    expect(world.record('teams-message')?.status).toBe('done');
    expect(world.queue.dead).toBe(0);
  });

  it('keeps an action open whose destination fails, and does the others', async () => {
    const world = new World({
      providerFault: ({ provider }) => (provider === 'jira' ? { effect: 'none', seen: { status: 500 } } : undefined),
    });
    await world.play(FIRST);
    expect(world.record('jira-ticket')).toMatchObject({ status: 'planned', retryable: true });
    expect(world.record('teams-message')?.status).toBe('done');
    expect(world.queue.dead).toBe(1);
  });

  it('settles in the reconcile pass what its deliveries left open', async () => {
    let isDown = true;
    const world = new World({
      providerFault: ({ provider }) =>
        isDown && provider === 'jira' ? { effect: 'none', seen: 'no-connection' } : undefined,
    });
    await world.play(FIRST);
    expect(world.jira.issues).toHaveLength(0);
    isDown = false;
    await world.time.sleepRun(20 * 60_000);
    await world.reconcile();
    expect(world.jira.issues).toHaveLength(1);
    expect(world.record('jira-ticket')?.status).toBe('done');
  });
});

/** A redactor that finds a token in whatever has a marker at its top: the rendered ticket. */
const redactingPayloads = <T>(value: T) => ({
  value,
  counts:
    typeof value === 'object' && value !== null && 'marker' in value && !('revision' in value) ? { token: 1 } : {},
});
