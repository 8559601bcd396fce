import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '@opsrunbook/contracts';
import { DependencyError, type EventBus } from '@opsrunbook/core';

export interface EventBridgeBusOptions {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
}

/** Publishes to a classic EventBridge bus. Throws a Dependency error when the bus refuses an entry: `PutEvents` itself does not. */
export const createEventBridgeBus = ({ client, busName }: EventBridgeBusOptions): EventBus => ({
  publish: async ({ detailType, detail }) => {
    const entry = {
      EventBusName: busName,
      Source: EVENT_SOURCE,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    };
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused === undefined && Entries.length === 1) return;
    throw new DependencyError(
      'event_refused',
      `the event bus refused ${detailType}: ${refused?.ErrorCode ?? 'no answer for the entry'}`,
      {
        context: { detail_type: detailType },
      },
    );
  },
});
