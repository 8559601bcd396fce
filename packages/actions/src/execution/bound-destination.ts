import type { ActionV1 } from '@opsrunbook/contracts';
import { assertNever, type JsonObject } from '@opsrunbook/core';
import type {
  ActionOf,
  ActOutcome,
  ActRequest,
  CallContext,
  Destination,
  Destinations,
  DestinationTraits,
  LookOutcome,
  LookRequest,
  Mark,
  PrepareOutcome,
  RenderContext,
} from '../ports.ts';

/** A destination together with the action it is asked to do, whatever its kind. */
export interface BoundDestination {
  readonly traits: DestinationTraits;
  render(context: Omit<RenderContext, 'action'>): JsonObject;
  prepare(previous: Mark | null, call: CallContext): Promise<PrepareOutcome>;
  look(request: Omit<LookRequest, 'action'>, call: CallContext): Promise<LookOutcome>;
  act(request: Omit<ActRequest<JsonObject>, 'action'>, call: CallContext): Promise<ActOutcome>;
}

/** The destination of an action; undefined when none is wired. */
export const bindDestination = (action: ActionV1, destinations: Destinations): BoundDestination | undefined => {
  switch (action.kind) {
    case 'jira-ticket':
      return bound(action, destinations[action.kind]);
    case 'github-pull-request':
      return bound(action, destinations[action.kind]);
    case 'teams-message':
      return bound(action, destinations[action.kind]);
    default:
      return assertNever(action);
  }
};

const bound = <Kind extends ActionV1['kind']>(
  action: ActionOf<Kind>,
  destination: Destination<Kind> | undefined,
): BoundDestination | undefined =>
  destination && {
    traits: destination.traits,
    render: (context) => destination.render({ ...context, action }),
    prepare: (previous, call) => destination.prepare({ action, previous }, call),
    look: (request, call) => destination.look({ ...request, action }, call),
    act: (request, call) => destination.act({ ...request, action }, call),
  };
