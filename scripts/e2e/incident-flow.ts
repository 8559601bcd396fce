import { setTimeout } from 'node:timers/promises';
import {
  AcceptedV1,
  EvidenceListV1,
  EvidenceV1,
  IncidentPacketV1,
  type ManifestV1,
  type ReportIncidentV1,
  RunViewV1,
  type SnapshotV1,
  SnapshotViewV1,
} from '@opsrunbook/contracts';
import type * as z from 'zod';
import { askFor, type Document, type Probe, SmokeStopped } from './answers.ts';

/** Everything one incident produced, as the API serves it. */
export interface InvestigatedIncident {
  readonly accepted: AcceptedV1;
  readonly snapshot: SnapshotV1;
  readonly manifest: ManifestV1;
  readonly evidence: readonly Document<EvidenceV1>[];
  readonly packet: Document<IncidentPacketV1>;
}

export interface IncidentFlow extends Probe {
  readonly report: z.input<typeof ReportIncidentV1>;
  /** Sent with the report, so that it can be repeated. */
  readonly idempotencyKey: string;
  /** How long a run may take from report to packet. */
  readonly timeoutSeconds: number;
  /** Told whenever the run has come further. */
  readonly onProgress: (line: string) => void;
}

/** Reports an incident, waits until it is analyzed, and fetches all of it. Throws SmokeStopped at the first step that fails. */
export const investigate = async (flow: IncidentFlow): Promise<InvestigatedIncident> => {
  const { value: accepted } = await report(flow);
  await analyzed(flow, accepted);
  const { self, snapshot, evidence } = accepted.links;
  const sealed = await askFor(flow, get(snapshot), {
    what: 'the snapshot is there',
    status: 200,
    schema: SnapshotViewV1,
  });
  const list = await askFor(flow, get(evidence), {
    what: 'its evidence is listed',
    status: 200,
    schema: EvidenceListV1,
  });
  return {
    accepted,
    ...sealed.value,
    evidence: await evidenceObjects(flow, list.value),
    packet: await askFor(flow, get(`${self}/packet/latest`), {
      what: 'the packet is there',
      status: 200,
      schema: IncidentPacketV1,
    }),
  };
};

/** The request that reports the incident; repeated, it must lead to the same incident. */
export const report = (flow: IncidentFlow): Promise<Document<AcceptedV1>> =>
  askFor(
    flow,
    { method: 'POST', path: '/v1/incidents', body: flow.report, headers: { 'idempotency-key': flow.idempotencyKey } },
    { what: 'POST /v1/incidents is accepted', status: 202, schema: AcceptedV1 },
  );

const get = (path: string) => ({ method: 'GET', path }) as const;

const evidenceObjects = async (flow: IncidentFlow, { entries }: EvidenceListV1): Promise<Document<EvidenceV1>[]> => {
  const documents: Document<EvidenceV1>[] = [];
  for (const { collector, href } of entries) {
    if (href === null) continue;
    documents.push(
      await askFor(flow, get(href), { what: `evidence of ${collector}`, status: 200, schema: EvidenceV1 }),
    );
  }
  return documents;
};

const POLL_MS = 1_000;

const analyzed = async (flow: IncidentFlow, { links }: AcceptedV1): Promise<void> => {
  const giveUpMs = Date.now() + flow.timeoutSeconds * 1000;
  let told = '';
  for (;;) {
    const answer = await flow.api(get(links.run));
    const run = RunViewV1.safeParse(answer.status === 200 ? JSON.parse(answer.bytes.toString('utf8')) : undefined);
    const state = run.success ? stateOf(run.data) : `${answer.status} ${answer.bytes}`;
    if (state !== told) flow.onProgress(state);
    told = state;
    const isOver = !run.success || run.data.status === 'failed' || Date.now() > giveUpMs;
    if (run.success && run.data.status === 'analyzed') break;
    if (isOver) {
      flow.checklist.check(`the run is analyzed within ${flow.timeoutSeconds} s`, false, state);
      throw new SmokeStopped('the run was not analyzed');
    }
    await setTimeout(POLL_MS);
  }
  flow.checklist.check('the run is analyzed', true);
};

const stateOf = ({ status, collectors }: RunViewV1): string =>
  `${status}: ${collectors.map((each) => `${each.collector} ${each.status}`).join(', ')}`;
