import type { Event } from '@aws-sdk/client-cloudtrail';
import type { ReasonV1 } from '@opsrunbook/contracts';
import { ask, inRange, type Reading, type Recorded, readEach } from './reading.ts';
import { type TrailChange, trailChange } from './trail-event.ts';

/** LookupEvents takes two calls a second, account-wide: one every 600 ms leaves a little for others. */
const PACE_MS = 600;

/** The most LookupEvents returns a page. */
const PAGE_SIZE = 50;

/** Events looked at per name, 10 pages and so 6 s: one name that changes all the time must not use up the time of the others. */
const MAX_EVENTS = 500;

const PERMISSION = 'cloudtrail:LookupEvents';

/** What CloudTrail told, and the stacks its events name. */
export interface ReadTrail extends Recorded {
  readonly stacks: readonly string[];
}

/** Reads the write events of each name, one lookup after the other; an event that names several counts once. */
export const readTrail = async (reading: Reading, names: readonly string[]): Promise<ReadTrail> => {
  const seen = new Set<string>();
  const stacks = new Set<string>();
  const pace = pacer(reading);
  const recorded = await readEach(names, async (name) => {
    const { events, answered, reason } = await lookUp(reading, name, pace);
    const read = events.flatMap((event) => trailChange(event, name) ?? []);
    for (const stack of events.flatMap(stacksOf)) stacks.add(stack);
    const fresh = read.filter(({ id, write }) => write && !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    const reasons = [...(reason === undefined ? [] : [reason]), ...malformed(name, fresh)];
    return {
      answered,
      reasons,
      changes: inRange(
        reading,
        fresh.map(({ change }) => change),
      ),
    };
  });
  return { ...recorded, stacks: [...stacks].sort() };
};

const lookUp = async ({ client, readers, range, budget }: Reading, name: string, pace: () => Promise<void>) => {
  const events: Event[] = [];
  const input = {
    LookupAttributes: [{ AttributeKey: 'ResourceName' as const, AttributeValue: name }],
    StartTime: new Date(range.startMs),
    EndTime: new Date(range.endMs),
    MaxResults: PAGE_SIZE,
  };
  const end = await readers.cloudtrail.pages(ask(name, PERMISSION, '*'), {
    ask: async (token, options) => {
      await pace();
      return client.lookupEvents({ ...input, ...(token !== undefined && { NextToken: token }) }, options);
    },
    next: ({ NextToken }) => NextToken,
    take: ({ Events = [], NextToken }) => {
      events.push(...Events);
      if (events.length < MAX_EVENTS) return true;
      if (NextToken !== undefined) budget.cut('rows', `CloudTrail events of ${name}`, null);
      return false;
    },
  });
  return { ...end, events };
};

/** Waits so that calls are at least `PACE_MS` apart; the first one does not wait, and none waits beyond the time there is. */
const pacer = ({ clock, budget }: Reading): (() => Promise<void>) => {
  let nextMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const waitMs = Math.min(nextMs - clock.now().getTime(), budget.remainingMs());
    if (waitMs > 0) await clock.sleep(waitMs);
    nextMs = clock.now().getTime() + PACE_MS;
  };
};

const stacksOf = ({ Resources = [] }: Event): readonly string[] =>
  Resources.flatMap(({ ResourceType, ResourceName = '' }) =>
    ResourceType === 'AWS::CloudFormation::Stack' && ResourceName.startsWith('arn:') ? [ResourceName] : [],
  );

const malformed = (subject: string, read: readonly TrailChange[]): readonly ReasonV1[] => {
  const count = read.filter(({ isReadable }) => !isReadable).length;
  if (count === 0) return [];
  const message = `the details of ${count} CloudTrail events could not be read: it is not known who made these changes`;
  return [{ code: 'partial_data', subject, message, fix: 'see the events in the CloudTrail console' }];
};
