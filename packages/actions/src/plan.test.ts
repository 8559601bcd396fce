import { describe, expect, it } from '@jest/globals';
import { ActionPlanV1, ActionsConfigV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue } from '@opsrunbook/core';
import fc from 'fast-check';
import { packetOf, resolutionOf } from '../../testing/src/actions/packet-of.ts';
import { isIntactPlan, markerOf } from './action-id.ts';
import { plan } from './plan.ts';

const CONFIG = ActionsConfigV1.parse({
  schema_version: '1',
  jira: { project_key: 'OPS' },
  teams: {},
  github: { enabled: true },
});

const planned = () => plan(packetOf(), CONFIG, resolutionOf());

/** The same value with the members of every object in another order. */
const shuffled = <T>(value: T, order: (keys: string[]) => string[]): T => {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(order(Object.keys(part)).map((key) => [key, visit(Reflect.get(part, key))]));
  };
  return JSON.parse(JSON.stringify(visit(value)));
};

const textOf = (value: JsonValue): string => canonicalJson(value);

describe('plan', () => {
  it('holds its contract and its own hashes', () => {
    expect(ActionPlanV1.parse(planned())).toEqual(planned());
    expect(isIntactPlan(planned())).toBe(true);
  });

  it('plans the ticket, the pull request and the message, in that order', () => {
    expect(planned().actions.map(({ kind, target, allowed }) => [kind, target, allowed])).toEqual([
      ['jira-ticket', 'OPS', true],
      ['github-pull-request', 'example-org/checkout', true],
      ['teams-message', 'incidents', true],
    ]);
  });

  it('gives the same bytes for the same packet whatever the order of members', () => {
    const expected = textOf(planned());
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (coins) => {
        const order = (keys: string[]) => (coins.next().value ? keys.toReversed() : keys.toSorted());
        const again = plan(shuffled(packetOf(), order), shuffled(CONFIG, order), shuffled(resolutionOf(), order));
        expect(textOf(again)).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the markers and targets of an incident in a later run, under other action ids', () => {
    const later = plan(packetOf({ run: 2, verdict: 'likely' }), CONFIG, resolutionOf());
    expect(later.actions.map(({ marker }) => marker)).toEqual(planned().actions.map(({ marker }) => marker));
    expect(later.plan_hash).not.toBe(planned().plan_hash);
    const ids = new Set([...later.actions, ...planned().actions].map(({ aid }) => aid));
    expect(ids.size).toBe(6);
  });

  it('tells incidents, kinds and targets apart by their markers', () => {
    const [incident, other] = ['inc-20260303t130000-0123456789', 'inc-20260303t130000-1123456789'];
    const markers = [
      markerOf(incident, 'jira-ticket', 'OPS'),
      markerOf(incident, 'jira-ticket', 'SRE'),
      markerOf(incident, 'teams-message', 'OPS'),
      markerOf(other, 'jira-ticket', 'OPS'),
    ];
    expect(new Set(markers).size).toBe(4);
    for (const marker of markers) expect(marker).toMatch(/^opsrunbook-[0-9a-f]{20}$/);
  });

  it('keeps an action that a gate stops, with the reason', () => {
    const off = ActionsConfigV1.parse({ schema_version: '1', jira: { project_key: 'OPS' } });
    const [ticket, pull, message] = plan(packetOf(), off, resolutionOf()).actions;
    expect(ticket?.allowed).toBe(true);
    expect(pull).toMatchObject({ allowed: false, gates: [{ gate: 'configured', passed: false }] });
    expect(message).toMatchObject({ allowed: false, gates: [{ gate: 'configured', passed: false }] });
  });

  it('changes its hash with the configuration and with the resolution', () => {
    const hashes = [
      planned(),
      plan(packetOf(), { ...CONFIG, teams: { channel: 'other', repeat_after_unclear: true } }, resolutionOf()),
      plan(packetOf(), CONFIG, resolutionOf({ confidence: 0.85 })),
    ].map(({ plan_hash }) => plan_hash);
    expect(new Set(hashes).size).toBe(3);
  });

  it('stays the same when dry run, caps or addresses change, so that the same actions go on', () => {
    const others = {
      ...CONFIG,
      dry_run: false,
      caps: { per_hour: 1, per_incident: 1 },
      console_url: 'https://x.example',
    };
    expect(textOf(plan(packetOf(), others, resolutionOf()))).toBe(textOf(planned()));
  });

  it('notices that a stored plan was changed', () => {
    const [first, ...rest] = planned().actions;
    if (first === undefined) throw new Error('the plan has no action');
    expect(isIntactPlan({ ...planned(), actions: [{ ...first, target: 'EVIL' }, ...rest] })).toBe(false);
    expect(isIntactPlan({ ...planned(), actions: [{ ...first, aid: 'f'.repeat(64) }, ...rest] })).toBe(false);
    expect(isIntactPlan({ ...planned(), packet_hash: 'f'.repeat(64) })).toBe(false);
  });
});
