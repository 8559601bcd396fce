import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  EVENT_SOURCE,
  INCIDENT_ANALYZED,
  type IncidentAnalyzedV1,
  IncidentListV1,
  IncidentPacketV1,
  objectKeys,
} from '@opsrunbook/contracts';
import { sha256Hex } from '@opsrunbook/core';
import type { LiveFakes } from '../live-fakes.ts';
import { askFor, type Probe } from './answers.ts';
import type { StackOutputs } from './deploy.ts';
import { settledActions } from './prove-actions.ts';

/** How often the same event is delivered. */
const DELIVERIES = 3;

/** How long the deliveries may take; one that met another is handed out again after 150 s. */
const OVER_MS = 240_000;
const POLL_MS = 500;

/**
 * Delivers the newest incident's event three times to a deployment that sends, and asks for exactly one of each at the fakes. The
 * incident was rendered in a dry run before: the same actions are now done.
 */
export const proveOnce = async (
  probe: Probe,
  { EventBusName, RunActionsLogGroup }: StackOutputs,
  fakes: LiveFakes,
): Promise<void> => {
  const { checklist } = probe;
  checklist.check(
    'nothing was sent in the dry run',
    Object.values(fakes.standing()).every((count) => count === 0),
  );
  const list = await askFor(probe, get('/v1/incidents'), { what: 'incidents', status: 200, schema: IncidentListV1 });
  const path = `/v1/incidents/${list.value.incidents[0]?.incident_id}`;
  const sinceMs = Date.now();
  await deliver(EventBusName, await analyzedEvent(probe, path));
  const actions = await settledActions(probe, path, (records) => records.every(({ status }) => status === 'done'));
  for (const { kind, external } of actions) checklist.check(`${kind}: ${external?.ref}`, external !== null);
  checklist.check(`all ${DELIVERIES} deliveries are over`, await areOver(RunActionsLogGroup, sinceMs));
  const standing = fakes.standing();
  const isOne = Object.values(standing).every((count) => count === 1);
  checklist.check('one ticket, one message, one branch and one pull request stand', isOne, standing);
};

const get = (path: string) => ({ method: 'GET', path }) as const;

/** The event as the analyzer sent it. */
const analyzedEvent = async (probe: Probe, path: string): Promise<IncidentAnalyzedV1> => {
  const { value, answer } = await askFor(probe, get(`${path}/packet/latest`), {
    what: 'its packet',
    status: 200,
    schema: IncidentPacketV1,
  });
  const { incident_id, run_id, packet_hash } = value;
  const packet_sha256 = sha256Hex(answer.bytes);
  return { schema_version: '1', incident_id, run_id, packet_key: objectKeys.packet(value), packet_sha256, packet_hash };
};

const deliver = async (EventBusName: string, detail: IncidentAnalyzedV1): Promise<void> => {
  const entry = { EventBusName, Source: EVENT_SOURCE, DetailType: INCIDENT_ANALYZED, Detail: JSON.stringify(detail) };
  const { FailedEntryCount } = await new EventBridgeClient().send(
    new PutEventsCommand({ Entries: Array.from({ length: DELIVERIES }, () => entry) }),
  );
  if (FailedEntryCount !== 0) throw new Error(`the bus refused ${FailedEntryCount} of ${DELIVERIES} events`);
};

/** Whether the runner told of that many finished invocations. */
const areOver = async (logGroupName: string, startTime: number): Promise<boolean> => {
  const logs = new CloudWatchLogsClient();
  for (const giveUpMs = Date.now() + OVER_MS; Date.now() < giveUpMs; await setTimeout(POLL_MS)) {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime }));
    const finished = events.filter(({ message }) => message?.includes('"stage finished"'));
    if (finished.length >= DELIVERIES) return true;
  }
  return false;
};
