import { describe, expect, it } from '@jest/globals';
import type { ActOutcome, Destination, ExternalObject, Mark, RenderContext } from '@opsrunbook/actions';
import type { ActionKind } from '@opsrunbook/contracts';
import { canonicalJson, type JsonObject } from '@opsrunbook/core';
import type { Gated } from '@opsrunbook/evidence';
import { buildEmptyPacket, buildFinding, buildPacket } from './build-packet.ts';
import { countedCall } from './counted-call.ts';
import type { FakeSecret } from './fake-secret.ts';
import { SECOND_GATE } from './second-gate.ts';

/** How a provider can be made to fail; see `Fault` of the live fakes. */
export interface ProviderFault {
  readonly on: RegExp;
  readonly times?: number;
  readonly lands?: boolean;
  readonly answer?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: JsonObject;
  };
  readonly end?: 'reset' | 'hang' | 'cut' | 'not_json';
}

/** A destination in front of a provider that enforces its rules. */
export interface DestinationScenario<Kind extends ActionKind, Payload extends JsonObject> {
  readonly destination: Destination<Kind, Payload>;
  /** The same destination without the leave to talk to 127.0.0.1. */
  readonly guarded: Destination<Kind, Payload>;
  /** What a rendering of a packet may read. */
  readonly contextOf: (
    packet: RenderContext['packet'],
    overrides?: Partial<RenderContext<Kind>>,
  ) => RenderContext<Kind>;
  readonly secret: FakeSecret;
  readonly fail: (fault: ProviderFault) => void;
  /** How many requests reached the provider. */
  readonly requests: () => number;
  /** How many tickets, pull requests or messages there are. */
  readonly effects: () => number;
  /** The request that makes the object. */
  readonly creating: RegExp;
  readonly close: () => Promise<void>;
}

/** Makes a fresh scenario. */
export type MakeDestination<Kind extends ActionKind, Payload extends JsonObject> = () => Promise<
  DestinationScenario<Kind, Payload>
>;

/** A mark of GitHub's kind; the others take it as well. */
const SOME_BASE: Mark = { base_branch: 'main', base_sha: 'a'.repeat(40) };

/** The promises of the `Destination` port, checked for one destination. */
export const destinationContract = <Kind extends ActionKind, Payload extends JsonObject>(
  kind: Kind,
  make: MakeDestination<Kind, Payload>,
): void => {
  type Scenario = DestinationScenario<Kind, Payload>;

  const inScenario = async (story: (scenario: Scenario) => Promise<void>): Promise<void> => {
    const scenario = await make();
    try {
      await story(scenario);
    } finally {
      await scenario.close();
    }
  };
  const attempt = async (scenario: Scenario, options: AttemptOptions = {}): Promise<ActOutcome> => {
    const context = scenario.contextOf(options.packet ?? buildPacket());
    const { action } = context;
    const payload: Gated<Payload> = SECOND_GATE.pass(scenario.destination.render(context));
    const call = options.call ?? countedCall({ timeoutMs: 300 });
    const prepared = options.mark ?? (await ready(scenario, context, call));
    if ('outcome' in prepared) throw new TypeError('the scenario did not prepare');
    const { existing = null, guarded = false } = options;
    const destination = guarded ? scenario.guarded : scenario.destination;
    return destination.act({ action, marker: action.marker, payload, mark: prepared, existing }, call);
  };
  const ready = async (
    { destination }: Scenario,
    { action }: RenderContext<Kind>,
    call = countedCall(),
  ): Promise<Mark> => {
    const prepared = await destination.prepare({ action, previous: null }, call);
    if (prepared.outcome !== 'ready') throw new TypeError(`not ready: ${prepared.reason.code}`);
    return prepared.mark;
  };

  describe(`the ${kind} destination keeps the destination contract`, () => {
    it('renders equal bytes for equal input, and what the second redaction gate leaves as it is', () =>
      inScenario(async ({ destination, contextOf }) => {
        const render = () => destination.render(contextOf(buildPacket()));
        expect(canonicalJson(render())).toBe(canonicalJson(render()));
        const gated = SECOND_GATE.pass(render());
        expect(gated.redactions).toEqual({});
        expect(canonicalJson(gated.value)).toBe(canonicalJson(render()));
      }));

    it('makes one object and says where it is', () =>
      inScenario(async (scenario) => {
        expect(await attempt(scenario)).toMatchObject({ outcome: 'landed', adopted: false });
        expect(scenario.effects()).toBe(1);
      }));

    it('renders and sends the emptiest packet and one of 10,000 findings', () =>
      inScenario(async (scenario) => {
        expect(await attempt(scenario, { packet: buildEmptyPacket() })).toMatchObject({ outcome: 'landed' });
        const findings = Array.from({ length: 10_000 }, (_, index) =>
          buildFinding(index, { claim: 'x'.repeat(2_000) }),
        );
        const large = scenario.destination.render(scenario.contextOf(buildPacket({ findings })));
        expect(canonicalJson(large).length).toBeLessThan(400_000);
      }));

    it('sends nothing when the second gate still found something, and says what', () =>
      inScenario(async (scenario) => {
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
      inScenario(async (scenario) => {
        const call = countedCall();
        await attempt(scenario, { call });
        expect(scenario.requests()).toBe(call.asked());
        const stopped = attempt(scenario, { call: countedCall({ allowed: 0 }), mark: SOME_BASE });
        await expect(stopped).rejects.toMatchObject({ name: 'StepStopped' });
      }));

    it.each([
      ['429 with retry-after', { status: 429, headers: { 'retry-after': '2' } }, true],
      ['400', { status: 400 }, false],
      ['401', { status: 401 }, false],
      ['403', { status: 403 }, false],
      ['404', { status: 404 }, false],
      ['413', { status: 413 }, false],
      ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, false],
    ])('is refused for sure by %s, without a second try', (_what, answer, retryable) =>
      inScenario(async (scenario) => {
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
      inScenario(async (scenario) => {
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
      inScenario(async (scenario) => {
        scenario.secret.value = value;
        const outcome = await attempt(scenario, { mark: SOME_BASE });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'secret_missing' } });
        expect(scenario.requests()).toBe(0);
      }),
    );

    it('is refused and may try again when nothing listens', () =>
      inScenario(async (scenario) => {
        const mark = await ready(scenario, scenario.contextOf(buildPacket()));
        await scenario.close();
        const outcome = await attempt(scenario, { mark });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: true, reason: { code: 'no_connection' } });
      }));

    it('talks to the hosts of its provider only', () =>
      inScenario(async (scenario) => {
        const mark = await ready(scenario, scenario.contextOf(buildPacket()));
        const before = scenario.requests();
        const outcome = await attempt(scenario, { mark, guarded: true });
        expect(outcome).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'host_not_allowed' } });
        expect(scenario.requests()).toBe(before);
      }));

    it('forgets its secret after a 401, so that a rotated one is read at once', () =>
      inScenario(async (scenario) => {
        scenario.fail({ on: /./, times: 99, answer: { status: 401 } });
        await attempt(scenario, { mark: SOME_BASE });
        expect(scenario.secret.forgotten).toBeGreaterThan(0);
      }));

    it('finds what an unclear attempt made, and repeating adds nothing', () =>
      inScenario(async (scenario) => {
        const { destination, contextOf } = scenario;
        if (!destination.traits.findable) return;
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

interface AttemptOptions {
  readonly packet?: RenderContext['packet'];
  readonly call?: ReturnType<typeof countedCall>;
  readonly mark?: Mark;
  readonly existing?: ExternalObject | null;
  readonly guarded?: boolean;
}
