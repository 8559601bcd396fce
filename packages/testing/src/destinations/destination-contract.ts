import { describe, expect, it } from '@jest/globals';
import type { ActionKind } from '@opsrunbook/contracts';
import { canonicalJson, type JsonObject } from '@opsrunbook/core';
import { answerContract } from './answer-contract.ts';
import { buildEmptyPacket, buildFinding, buildPacket } from './build-packet.ts';
import { attempt, inScenario, type MakeDestination, ready, SOME_BASE } from './contract-steps.ts';
import { countedCall } from './counted-call.ts';
import { SECOND_GATE } from './second-gate.ts';

/** The promises of the `Destination` port, checked for one destination. */
export const destinationContract = <Kind extends ActionKind, Payload extends JsonObject>(
  kind: Kind,
  make: MakeDestination<Kind, Payload>,
): void => {
  const story = inScenario(make);
  answerContract(kind, make);

  describe(`the ${kind} destination keeps the destination contract`, () => {
    it('renders equal bytes for equal input, and what the second redaction gate leaves as it is', () =>
      story(async ({ destination, contextOf }) => {
        const render = () => destination.render(contextOf(buildPacket()));
        expect(canonicalJson(render())).toBe(canonicalJson(render()));
        const gated = SECOND_GATE.pass(render());
        expect(gated.redactions).toEqual({});
        expect(canonicalJson(gated.value)).toBe(canonicalJson(render()));
      }));

    it('makes one object and says where it is', () =>
      story(async (scenario) => {
        expect(await attempt(scenario)).toMatchObject({ outcome: 'landed', adopted: false });
        expect(scenario.effects()).toBe(1);
      }));

    it('renders and sends the emptiest packet and one of 10,000 findings', () =>
      story(async (scenario) => {
        expect(await attempt(scenario, { packet: buildEmptyPacket() })).toMatchObject({ outcome: 'landed' });
        const findings = Array.from({ length: 10_000 }, (_, index) =>
          buildFinding(index, { claim: 'x'.repeat(2_000) }),
        );
        const large = scenario.destination.render(scenario.contextOf(buildPacket({ findings })));
        expect(canonicalJson(large).length).toBeLessThan(400_000);
      }));

    it('sends nothing when the second gate still found something, and says what', () =>
      story(async (scenario) => {
        const { destination, contextOf } = scenario;
        const context = contextOf(buildPacket());
        const mark = await ready(scenario, context);
        const before = scenario.requests();
        const leak = { ...destination.render(context), leaked: 'contact jane.doe@customer.example now' };
        const payload = SECOND_GATE.pass(leak);
        const request = { action: context.action, marker: context.action.marker, payload, mark, existing: null };
        const outcome = await destination.act(request, countedCall());
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'payload_blocked' } });
        expect(scenario.requests()).toBe(before);
      }));

    it('asks before every request, and lets a stop pass', () =>
      story(async (scenario) => {
        const call = countedCall();
        await attempt(scenario, { call });
        expect(scenario.requests()).toBe(call.asked());
        const stopped = attempt(scenario, { call: countedCall({ allowed: 0 }), mark: SOME_BASE });
        await expect(stopped).rejects.toMatchObject({ name: 'StepStopped' });
      }));

    it('is refused and may try again when nothing listens', () =>
      story(async (scenario) => {
        const mark = await ready(scenario, scenario.contextOf(buildPacket()));
        await scenario.close();
        const outcome = await attempt(scenario, { mark });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: true, reason: { code: 'no_connection' } });
      }));

    it('talks to the hosts of its provider only', () =>
      story(async (scenario) => {
        const mark = await ready(scenario, scenario.contextOf(buildPacket()));
        const before = scenario.requests();
        const outcome = await attempt(scenario, { mark, guarded: true });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'host_not_allowed' } });
        expect(scenario.requests()).toBe(before);
      }));

    it('forgets its secret after a 401, so that a rotated one is read at once', () =>
      story(async (scenario) => {
        scenario.fail({ on: /./, times: 99, answer: { status: 401 } });
        await attempt(scenario, { mark: SOME_BASE });
        expect(scenario.secret.forgotten).toBeGreaterThan(0);
      }));

    if (kind === 'teams-message') return;
    it('finds what an unclear attempt made, and repeating adds nothing', () =>
      story(async (scenario) => {
        const { destination, contextOf } = scenario;
        const context = contextOf(buildPacket());
        const mark = await ready(scenario, context);
        scenario.fail({ on: scenario.creating, lands: true, end: 'reset' });
        await attempt(scenario, { mark });
        const { action } = context;
        const look = () => destination.look({ action, marker: action.marker, mark, known: null }, countedCall());
        const found = await look();
        if (found.outcome !== 'found') throw new TypeError(`not found: ${found.outcome}`);
        expect(await attempt(scenario, { mark, existing: found.object })).toMatchObject({ outcome: 'landed' });
        expect(await look()).toMatchObject({ outcome: 'found', appliedAid: action.aid, others: [] });
        expect(scenario.effects()).toBe(1);
      }));
  });
};
