import { plan, requestHashOf } from '@opsrunbook/actions';
import { analyze } from '@opsrunbook/analyzer';
import {
  type ActionPlanV1,
  type ActionRecordV1,
  ActionsConfigV1,
  type IncidentPacketV1,
  type ObjectRefV1,
  objectKeys,
  type PacketRecordV1,
} from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue, sha256Hex } from '@opsrunbook/core';
import { buildBundle, logRow, logsEvidence } from '../../analyzer/test/build-bundle.ts';
import { resolutionOf } from '../../testing/src/actions/packet-of.ts';
import type { BundleSource } from './bundle-source.ts';

export interface StoredRunOptions {
  /** A message of the log evidence. */
  readonly message?: string;
  readonly isAnalyzed?: boolean;
  readonly isPlanned?: boolean;
}

/** Everything stored of one run, in memory: evidence of one collector, a packet, a plan whose actions are done. */
export const storedRun = ({
  message = 'ERROR charge refused',
  isAnalyzed = true,
  isPlanned = true,
}: StoredRunOptions = {}) => {
  const bundle = buildBundle([logsEvidence([1, 2, 3, 4, 5].map((minute) => logRow(minute, `${message} ${minute}`)))]);
  const packet = analyze(bundle);
  const { objects, store } = memoryObjects();
  store(objectKeys.request(packet), bundle.request);
  for (const { object, evidence } of bundle.objects) store(object.key, evidence);
  const manifest = store(objectKeys.manifest(packet), bundle.manifest);
  const record = packetRecord(packet, store(objectKeys.packet(packet), packet));
  const planned = plan(packet, CONFIG, resolutionOf());
  const payload = store(`actions/${packet.incident_id}/${packet.run_id}/large.json`, { body: 'rendered' });
  const { incident_id, run_id, started_at } = packet;
  const run = { schema_version: '1', incident_id, run_id, started_at } as const;
  const snapshot = { ...run, manifest, statuses: {} };
  const source: BundleSource = {
    objects: { get: async (key) => objects.get(key) },
    runs: {
      getRun: async (_incident, id) => (id === run_id ? run : undefined),
      getSnapshot: async () => snapshot,
      latestSnapshot: async (id) => (id === incident_id ? snapshot : undefined),
    },
    packets: { get: async () => (isAnalyzed ? record : undefined) },
    ledger: {
      plan: async () => (isAnalyzed && isPlanned ? planned : undefined),
      action: async ({ aid }) => records(planned, payload).find((one) => one.aid === aid),
      target: async () => undefined,
    },
  };
  return { source, incident_id, run_id, objects };
};

const CONFIG = ActionsConfigV1.parse({ schema_version: '1', jira: { project_key: 'OPS' }, teams: {} });

const memoryObjects = () => {
  const objects = new Map<string, Uint8Array>();
  const store = (key: string, value: JsonValue): ObjectRefV1 => {
    const bytes = Buffer.from(canonicalJson(value));
    objects.set(key, bytes);
    return { key, sha256: sha256Hex(bytes), bytes: bytes.byteLength };
  };
  return { objects, store };
};

const packetRecord = (packet: IncidentPacketV1, { key, sha256 }: ObjectRefV1): PacketRecordV1 => {
  const { incident_id, run_id, started_at, packet_hash, manifest_sha256, analyzer_version, verdict, headline } = packet;
  const identity = { schema_version: '1', incident_id, run_id, started_at } as const;
  const said = { manifest_sha256, analyzer_version, verdict, confidence: packet.confidence.value, headline };
  return { ...identity, key, sha256, packet_hash, ...said };
};

/** The actions of a plan as done; the first sent a payload that lies beside the evidence, the others theirs in the record. */
const records = (planned: ActionPlanV1, large: ObjectRefV1): readonly ActionRecordV1[] =>
  planned.actions.map((action, index) => {
    const { aid, kind, target, marker } = action;
    const small = { document: { text: kind }, key: null, sha256: sha256Hex(canonicalJson({ text: kind })) };
    const payload = index === 0 ? { document: null, key: large.key, sha256: large.sha256 } : small;
    return {
      schema_version: '1',
      revision: 3,
      incident_id: planned.incident_id,
      run_id: planned.run_id,
      started_at: planned.started_at,
      aid,
      kind,
      target,
      marker,
      request_hash: requestHashOf(action, planned.packet_hash),
      status: 'done',
      reason: null,
      retryable: false,
      claim: null,
      attempts: 1,
      external: { ref: 'OPS-1', url: null },
      adopted: false,
      payload: { ...payload, bytes: 1, redactions: {} },
      updated_at: planned.started_at,
    };
  });
