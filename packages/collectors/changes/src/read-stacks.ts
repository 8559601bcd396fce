import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { ChangeV1 } from '@opsrunbook/contracts';
import { ask, inRange, type Reading, type Recorded, readEach } from './reading.ts';

const PERMISSION = 'cloudformation:DescribeStackEvents';

/** Longest reason of a failed resource kept. */
const MAX_REASON_LENGTH = 1_000;

/** Reads what CloudFormation did to each stack, newest event first, back to the start of the run's time. */
export const readStacks = (reading: Reading, stackArns: readonly string[]): Promise<Recorded> =>
  readEach(stackArns, async (StackName) => {
    const { client, readers, range } = reading;
    const events: StackEvent[] = [];
    const { answered, reason } = await readers.cloudformation.pages(ask(StackName, PERMISSION, StackName), {
      ask: (token, options) =>
        client.describeStackEvents({ StackName, ...(token !== undefined && { NextToken: token }) }, options),
      next: ({ NextToken }) => NextToken,
      take: ({ StackEvents = [] }) => {
        events.push(...StackEvents);
        return StackEvents.every(({ Timestamp }) => (Timestamp?.getTime() ?? 0) >= range.startMs);
      },
    });
    const reasons = reason === undefined ? [] : [reason];
    return { answered, reasons, changes: inRange(reading, events.flatMap(changesOf)) };
  });

/** A resource’s own start says nothing its end does not; of the stack itself both tell when a deployment ran. */
const changesOf = (event: StackEvent): readonly ChangeV1[] => {
  const { Timestamp, ResourceStatus: status, LogicalResourceId = '', PhysicalResourceId, ResourceType = '' } = event;
  const isStack = PhysicalResourceId === event.StackId;
  if (Timestamp === undefined || status === undefined || (status.endsWith('_IN_PROGRESS') && !isStack)) return [];
  const failed = status.endsWith('_FAILED') || status.includes('ROLLBACK');
  const reason = failed ? event.ResourceStatusReason?.slice(0, MAX_REASON_LENGTH) : undefined;
  return [
    {
      at_ms: Timestamp.getTime(),
      source: 'cloudformation',
      action: status,
      resource: PhysicalResourceId || `${event.StackName}/${LogicalResourceId}`,
      actor: null,
      detail: [`${ResourceType} ${LogicalResourceId} of ${event.StackName}`, reason].filter(Boolean).join(': '),
      error: failed ? status : null,
    },
  ];
};
