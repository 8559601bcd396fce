import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** The service that fails: from when the service is watched, from when it fails, and until when; epoch milliseconds. */
export interface SeededService {
  readonly name: string;
  readonly baselineMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** One order every five seconds. */
const ORDER_EVERY_MS = 5_000;

/** Writes what the service logged: orders that succeed, then orders that fail with a stack trace. Gives back the log group. */
export const seedLogs = async ({ name, baselineMs, startMs, endMs }: SeededService): Promise<string> => {
  const logs = new CloudWatchLogsClient();
  const logGroupName = `/opsrunbook/e2e/${name}`;
  const stream = { logGroupName, logStreamName: `${name}/1` };
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand(stream));
  const events: InputLogEvent[] = [];
  for (let atMs = baselineMs, order = 1; atMs < endMs; atMs += ORDER_EVERY_MS, order += 1) {
    events.push({ timestamp: atMs, message: `INFO order accepted order_id=o-${order}` });
    const fails = atMs >= startMs && order % 3 === 0;
    events.push({ timestamp: atMs + 40, message: fails ? failure(order) : `INFO card charged order_id=o-${order}` });
  }
  const { rejectedLogEventsInfo } = await logs.send(new PutLogEventsCommand({ ...stream, logEvents: events }));
  if (rejectedLogEventsInfo) throw new Error(`log events were rejected: ${JSON.stringify(rejectedLogEventsInfo)}`);
  return logGroupName;
};

const failure = (order: number): string =>
  [
    `ERROR charge failed order_id=o-${order} TypeError: Cannot read properties of undefined (reading 'decimals')`,
    '    at PaymentClient.toMinorUnits (payment-client.ts:61:58)',
    '    at PaymentClient.charge (payment-client.ts:48:32)',
  ].join('\n');
