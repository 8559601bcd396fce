import { createBreaker, type Destinations, PROTOCOL, type Protocol, plan } from '@opsrunbook/actions';
import {
  type ActionKind,
  type ActionRecordV1,
  ActionsConfigV1,
  INCIDENT_ANALYZED,
  type IncidentPacketV1,
  objectKeys,
  type PacketRecordV1,
} from '@opsrunbook/contracts';
import { canonicalJson, type JsonObject, sha256Hex } from '@opsrunbook/core';
import { type Gate, SealedObject } from '@opsrunbook/evidence';
import { createRunActionsHandler, type DeliveryOutcome } from '../../lambdas/run-actions/handler.ts';
import {
  type CrashPlan,
  type FakeCall,
  FakeGitHub,
  FakeJira,
  FakeProcess,
  FakeTeams,
  FakeTransport,
  type FaultAnswer,
  fakeGitHubDestination,
  type LedgerFault,
  type LedgerOp,
  MemoryActionLedger,
  probedLedger,
  resolutionOf,
  VirtualTime,
} from '../../packages/testing/src/actions/index.ts';
import { packetRecordOf } from '../../packages/testing/src/actions/packet-of.ts';
import { MemoryEvidenceStore } from '../../packages/testing/src/memory-evidence-store.ts';
import { PASSING_GATE } from '../../packages/testing/src/run-input.ts';
import { FakeQueue } from './fake-queue.ts';

/** What goes wrong, and under which settings. */
export interface WorldProps {
  readonly crashes?: CrashPlan;
  readonly ledgerFault?: (op: LedgerOp, kind: ActionKind | undefined) => LedgerFault | undefined;
  readonly providerFault?: (call: FakeCall) => FaultAnswer | undefined;
  readonly latencyMs?: () => number;
  readonly isDryRun?: boolean;
  readonly repeatsMessages?: boolean;
  /** Settings of the runner besides. */
  readonly settings?: Partial<ActionsConfigV1>;
  readonly gate?: Gate;
  /** Planted bugs. */
  readonly protocol?: Protocol;
  readonly ledger?: MemoryActionLedger;
  /** How wrong the clock of every process is. */
  readonly clockSkewMs?: number;
  /** What a publish does; by default it is accepted. */
  readonly publish?: () => Promise<void>;
}

/** Longest an invocation may take (reliability.md section 2). */
const LIFE_MS = 50_000;

const KIND_OF = { jira: 'jira-ticket', github: 'github-pull-request', teams: 'teams-message' } as const;

export const ACCOUNT = '123456789012';

/** The real handler and runner between a queue and providers in memory, on a clock that only moves when nothing else can. */
export class World {
  readonly time = new VirtualTime();
  readonly evidence = new MemoryEvidenceStore();
  readonly outcomes: DeliveryOutcome[] = [];
  readonly queue: FakeQueue;
  readonly published: string[] = [];
  readonly ledger: MemoryActionLedger;
  readonly transport: FakeTransport;
  readonly jira: FakeJira;
  readonly github: FakeGitHub;
  readonly teams: FakeTeams;
  readonly config: ActionsConfigV1;
  /** Effects that began without an intent. */
  readonly unintended: string[] = [];
  isAutomationEnabled = true;
  /** When the switch was last read as off. */
  readAsOffMs: number | undefined;
  isCalm = false;
  readonly #props: WorldProps;
  readonly #packets = new Map<string, PacketRecordV1>();
  #processes = 0;

  constructor(props: WorldProps = {}) {
    this.#props = props;
    this.ledger = props.ledger ?? new MemoryActionLedger();
    this.transport = new FakeTransport({
      time: this.time,
      fault: (call) => {
        this.#checkIntent(call);
        return this.isCalm ? undefined : props.providerFault?.(call);
      },
      latencyMs: () => props.latencyMs?.() ?? 20,
    });
    this.jira = new FakeJira(this.transport, this.time);
    this.github = new FakeGitHub(this.transport);
    this.teams = new FakeTeams(this.transport);
    this.queue = new FakeQueue(this.time, (body) => this.#consume(body));
    const usual = ActionsConfigV1.parse({
      schema_version: '1',
      dry_run: props.isDryRun ?? false,
      jira: { project_key: 'OPS' },
      teams: { repeat_after_unclear: props.repeatsMessages ?? true },
      github: { enabled: true },
    });
    this.config = { ...usual, ...props.settings };
  }

  /** Stores a packet and gives the body of the delivery that announces it. */
  announce(packet: IncidentPacketV1): Promise<string> {
    return this.announceText(packet, (text) => text);
  }

  /** Like `announce`, with other bytes that hash as announced. */
  async announceText(packet: IncidentPacketV1, change: (text: string) => string): Promise<string> {
    const changed: JsonObject = JSON.parse(change(canonicalJson(packet)));
    const object = SealedObject.seal(PASSING_GATE.pass(changed));
    const key = objectKeys.packet(packet);
    await this.evidence.putOnce(key, object);
    const { incident_id, run_id, packet_hash } = packet;
    const ids = { incident_id, run_id, packet_key: key, packet_sha256: object.sha256, packet_hash };
    const detail = { schema_version: '1', ...ids };
    this.#packets.set(run_id, packetRecordOf(packet, object.ref(key)));
    return JSON.stringify({ source: 'opsrunbook', account: ACCOUNT, 'detail-type': INCIDENT_ANALYZED, detail });
  }

  /** Plans the packet again while its actions run, as the replay endpoint does: nothing may change by it. */
  replayWhileRunning(packet: IncidentPacketV1): void {
    for (const delayMs of [50, 150, 300]) this.time.after(delayMs, () => plan(packet, this.config, resolutionOf()));
  }

  /** Delivers a packet once and lets everything come to rest. */
  async play(packet: IncidentPacketV1): Promise<void> {
    this.queue.enqueue(await this.announce(packet));
    await this.time.run();
  }

  /** The record of one kind of action of a run, by default of the only one. */
  record(kind: ActionKind, runId?: string): ActionRecordV1 | undefined {
    return [...this.ledger.actions.values()].find((one) => one.kind === kind && (runId ?? one.run_id) === one.run_id);
  }

  /** One invocation with one message; answers whether it took it. */
  async #consume(body: string): Promise<boolean> {
    const process = this.process();
    const event = { Records: [{ messageId: 'm', body }] };
    const answer = await this.handler(process)(event, () => process.remainingMs);
    return !process.isGone && 'batchItemFailures' in answer && answer.batchItemFailures.length === 0;
  }

  /** A new invocation. */
  process(): FakeProcess {
    this.#processes += 1;
    const crashes: CrashPlan = (point, process) => (this.isCalm ? undefined : this.#props.crashes?.(point, process));
    return new FakeProcess({ time: this.time, name: `p${this.#processes}`, lifeMs: LIFE_MS, crashes });
  }

  /** The handler as one process has it. */
  handler(process: FakeProcess) {
    return createRunActionsHandler({
      ...this.deps(process),
      account: ACCOUNT,
      report: (outcome) => {
        if (!process.isGone) this.outcomes.push(outcome);
      },
    });
  }

  /** One reconcile pass by a process of its own. */
  async reconcile(): Promise<void> {
    const process = this.process();
    const pass = this.handler(process)({ reconcile: true }, () => process.remainingMs);
    pass.catch(() => undefined);
    await this.time.run();
  }

  /** What one process is wired with. */
  deps(process: FakeProcess) {
    const { protocol = PROTOCOL, publish, clockSkewMs = 0 } = this.#props;
    const now = () => new Date(this.time.nowMs + clockSkewMs);
    const clock = { now, sleep: (durationMs: number) => process.sleep(durationMs) };
    return {
      ledger: this.ledgerOf(process),
      destinations: this.destinationsOf(process),
      killSwitch: { isAutomationEnabled: () => this.#readSwitch(process) },
      evidence: this.evidence,
      gate: async () => this.#props.gate ?? PASSING_GATE,
      clock,
      breaker: createBreaker(clock),
      protocol,
      config: this.config,
      bus: {
        publish: async ({ detailType }: { readonly detailType: string }) => {
          await publish?.();
          this.published.push(detailType);
        },
      },
      packetRecord: async ({ run_id }: { readonly run_id: string }) => this.#packets.get(run_id),
      resolve: async () => resolutionOf(),
      ids: { hex: (digits: number) => sha256Hex(process.name).slice(0, digits) },
    };
  }

  ledgerOf(process: FakeProcess) {
    return probedLedger({
      ledger: this.ledger,
      process,
      fault: (op, kind) => (this.isCalm ? undefined : this.#props.ledgerFault?.(op, kind)),
      latencyMs: () => this.#props.latencyMs?.() ?? 5,
    });
  }

  destinationsOf(process: FakeProcess): Destinations {
    return {
      'jira-ticket': this.jira.destination(process),
      'github-pull-request': fakeGitHubDestination(this.github, process),
      'teams-message': this.teams.destination(process),
    };
  }

  /** An effect begins only after its intent is in the ledger. */
  #checkIntent({ provider, name, isWrite }: FakeCall): void {
    const targets = [...this.ledger.targets.values()].filter(({ kind }) => kind === KIND_OF[provider]);
    if (isWrite && targets.every(({ intents }) => intents.length === 0)) this.unintended.push(name);
  }

  async #readSwitch(process: FakeProcess): Promise<boolean> {
    await process.alive(undefined);
    if (!this.isAutomationEnabled) this.readAsOffMs ??= this.time.nowMs;
    return this.isAutomationEnabled;
  }
}
