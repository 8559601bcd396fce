import type { ActOutcome, Destination, ExternalObject, Mark, RenderContext } from '@opsrunbook/actions';
import type { ActionKind } from '@opsrunbook/contracts';
import type { JsonObject } from '@opsrunbook/core';
import { buildPacket } from './build-packet.ts';
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
export const SOME_BASE: Mark = { base_branch: 'main', base_sha: 'a'.repeat(40) };

/** Tells a story in a fresh scenario, which is closed whatever happens. */
export const inScenario =
  <Kind extends ActionKind, Payload extends JsonObject>(make: MakeDestination<Kind, Payload>) =>
  async (story: (scenario: DestinationScenario<Kind, Payload>) => Promise<void>): Promise<void> => {
    const scenario = await make();
    try {
      await story(scenario);
    } finally {
      await scenario.close();
    }
  };

/** What differs from a first attempt at the usual packet. */
export interface AttemptOptions {
  readonly packet?: RenderContext['packet'];
  readonly call?: ReturnType<typeof countedCall>;
  readonly mark?: Mark;
  readonly existing?: ExternalObject | null;
  readonly guarded?: boolean;
}

/** Renders, gates, prepares and acts, as the runner does. */
export const attempt = async <Kind extends ActionKind, Payload extends JsonObject>(
  scenario: DestinationScenario<Kind, Payload>,
  options: AttemptOptions = {},
): Promise<ActOutcome> => {
  const { existing = null, guarded = false, call = countedCall({ timeoutMs: 300 }) } = options;
  const context = scenario.contextOf(options.packet ?? buildPacket());
  const { action } = context;
  const payload = SECOND_GATE.pass(scenario.destination.render(context));
  const mark = options.mark ?? (await ready(scenario, context, call));
  const destination = guarded ? scenario.guarded : scenario.destination;
  return destination.act({ action, marker: action.marker, payload, mark, existing }, call);
};

/** The mark of a first attempt. */
export const ready = async <Kind extends ActionKind, Payload extends JsonObject>(
  { destination }: DestinationScenario<Kind, Payload>,
  { action }: RenderContext<Kind>,
  call = countedCall(),
): Promise<Mark> => {
  const prepared = await destination.prepare({ action, previous: null }, call);
  if (prepared.outcome !== 'ready') throw new TypeError(`not ready: ${prepared.reason.code}`);
  return prepared.mark;
};
