import { describe, expect, it } from '@jest/globals';
import type { ActionKind } from '@opsrunbook/contracts';
import type { JsonObject } from '@opsrunbook/core';
import { buildPacket } from './build-packet.ts';
import { attempt, inScenario, type MakeDestination, ready, SOME_BASE } from './contract-steps.ts';

/** What a provider's answers lead to (reliability.md section 2), checked for one destination. */
export const answerContract = <Kind extends ActionKind, Payload extends JsonObject>(
  kind: Kind,
  make: MakeDestination<Kind, Payload>,
): void => {
  const story = inScenario(make);

  describe(`the ${kind} destination tells refused from unsure`, () => {
    it.each([
      ['429 with retry-after', { status: 429, headers: { 'retry-after': '2' } }, true],
      ['400', { status: 400 }, false],
      ['401', { status: 401 }, false],
      ['403', { status: 403 }, false],
      ['404', { status: 404 }, false],
      ['413', { status: 413 }, false],
      ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, false],
    ])('is refused for sure by %s, without a second try', (_what, answer, retryable) =>
      story(async (scenario) => {
        const context = scenario.contextOf(buildPacket());
        const mark = await ready(scenario, context);
        scenario.fail({
          on: scenario.creating,
          times: 9,
          answer: { ...answer, body: { message: 'obviously echoed' } },
        });
        const outcome = await attempt(scenario, { mark });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable, reason: { code: `http_${answer.status}` } });
        if (answer.status === 429) expect(outcome).toMatchObject({ retryAfterMs: 2_000 });
        expect(JSON.stringify(outcome)).not.toMatch(/echoed|obviously/);
        expect(scenario.effects()).toBe(0);
      }),
    );

    it.each([
      ['500 that landed', { lands: true, answer: { status: 500 } }],
      ['503', { answer: { status: 503, headers: { 'retry-after': '5' } } }],
      ['no answer in time', { lands: true, end: 'hang' }],
      ['a connection lost after sending', { lands: true, end: 'reset' }],
      ['half an answer', { lands: true, end: 'cut' }],
    ] as const)('is unsure after %s', (_what, fault) =>
      story(async (scenario) => {
        const mark = await ready(scenario, scenario.contextOf(buildPacket()));
        scenario.fail({ on: scenario.creating, ...fault });
        const outcome = await attempt(scenario, { mark });
        expect(outcome).toMatchObject({ outcome: 'unsure' });
        expect(scenario.effects()).toBe('lands' in fault ? 1 : 0);
      }),
    );

    it.each([
      ['missing', undefined],
      ['still REPLACE_ME', 'REPLACE_ME'],
    ])('sends nothing when its secret is %s, and says what to do', (_what, value) =>
      story(async (scenario) => {
        scenario.secret.value = value;
        const outcome = await attempt(scenario, { mark: SOME_BASE });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'secret_missing' } });
        expect(scenario.requests()).toBe(0);
      }),
    );
  });
};
