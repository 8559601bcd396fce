import type { Event } from '@aws-sdk/client-cloudtrail';
import type { ChangeV1 } from '@opsrunbook/contracts';
import * as z from 'zod';
import { principalName } from './principal-name.ts';

/** Who made a call. `sessionIssuer` is the role behind a session. */
const UserIdentity = z.object({
  type: z.string().optional(),
  userName: z.string().optional(),
  arn: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: z.object({ sessionIssuer: z.object({ userName: z.string().optional() }).optional() }).optional(),
});

/** The fields of an event's JSON this collector keeps; parameters, answers, addresses and user agents are not read. */
const TrailDocument = z.object({
  userIdentity: UserIdentity.optional(),
  errorCode: z.string().optional(),
  readOnly: z.boolean().optional(),
});

/** One event as a change: `write` false for one that only read. Undefined when its JSON cannot be read. */
export interface TrailChange {
  readonly id: string;
  readonly write: boolean;
  readonly change: ChangeV1;
  readonly isReadable: boolean;
}

/** What an event tells; the summary around the JSON is enough when the JSON is malformed, but for who did it. */
export const trailChange = (event: Event, resource: string): TrailChange | undefined => {
  const { EventId, EventTime, EventName = 'unknown', EventSource } = event;
  if (EventTime === undefined) return undefined;
  const document = TrailDocument.safeParse(jsonOf(event.CloudTrailEvent)).data;
  const { userIdentity, errorCode } = document ?? {};
  const at_ms = EventTime.getTime();
  return {
    id: EventId ?? `${at_ms} ${EventName} ${resource}`,
    write: !(document?.readOnly ?? event.ReadOnly === 'true'),
    isReadable: document !== undefined,
    change: {
      at_ms,
      source: 'cloudtrail',
      action: EventName,
      resource,
      actor: userIdentity === undefined ? null : actorOf(userIdentity),
      detail: detailOf(EventSource, userIdentity),
      error: errorCode ?? null,
    },
  };
};

const actorOf = ({ type, userName, arn, invokedBy, sessionContext }: z.infer<typeof UserIdentity>): string | null => {
  const name = sessionContext?.sessionIssuer?.userName ?? userName ?? (arn && principalName(arn)) ?? invokedBy;
  return name ?? (type === 'Root' ? 'root' : null);
};

/** Which service was called, by what kind of principal, and through which service. */
const detailOf = (source: string | undefined, who: z.infer<typeof UserIdentity> | undefined): string | null => {
  const parts = [source, who?.type && `by ${who.type}`, who?.invokedBy && `through ${who.invokedBy}`];
  return parts.filter((part) => part !== undefined && part !== '').join(' ') || null;
};

const jsonOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
