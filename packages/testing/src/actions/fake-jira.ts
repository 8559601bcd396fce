import type {
  ActOutcome,
  CallContext,
  Destination,
  ExternalObject,
  LookOutcome,
  PrepareOutcome,
  Refused,
  Unsure,
} from '@opsrunbook/actions';
import type { FakeProcess } from './fake-process.ts';
import { type FakeConnection, FakeProvider, type NotOk, unexpected } from './fake-provider.ts';
import type { FakeTransport } from './fake-transport.ts';
import type { VirtualTime } from './virtual-time.ts';

/** An issue as Jira keeps it. */
export interface FakeIssue {
  readonly number: number;
  readonly marker: string;
  readonly createdMs: number;
  /** The action whose content it shows. */
  aid: string;
  verdict: string;
  readonly comments: string[];
}

type Payload = { readonly marker: string; readonly aid: string; readonly verdict: string };

/** Keys read in one request after the high-water mark. */
const BULK = 100;

/** Jira with a search that lags and direct reads that do not. */
export class FakeJira extends FakeProvider {
  readonly issues: FakeIssue[] = [];
  /** How long search does not show a new issue. */
  searchLagMs = 0;
  readonly #time: VirtualTime;

  constructor(transport: FakeTransport, time: VirtualTime) {
    super('jira', transport);
    this.#time = time;
  }

  add(marker: string, aid: string, verdict: string): FakeIssue {
    const issue = { number: this.issues.length + 1, marker, aid, verdict, createdMs: this.#time.nowMs, comments: [] };
    this.issues.push(issue);
    return issue;
  }

  search(marker: string): readonly FakeIssue[] {
    return this.issues.filter(
      (issue) => issue.marker === marker && issue.createdMs + this.searchLagMs <= this.#time.nowMs,
    );
  }

  /** The destination of one process. */
  destination(process: FakeProcess): Destination<'jira-ticket', Payload> {
    const connection = this.connect(process);
    return {
      kind: 'jira-ticket',
      traits: { findable: true, object: 'per-incident' },
      render: ({ action, packet }) => ({ marker: action.marker, aid: action.aid, verdict: packet.verdict }),
      prepare: (_, call) => this.#prepare(connection, call),
      look: ({ marker, mark, known }, call) => this.#look(connection, call, { marker, mark, known }),
      act: ({ payload, existing }, call) =>
        existing === null
          ? this.#create(connection, call, payload.value)
          : this.#update(connection, call, payload.value, existing),
    };
  }

  async #prepare(connection: FakeConnection, call: CallContext): Promise<PrepareOutcome> {
    const newest = await connection.request(call, { name: 'newest-key', isWrite: false }, () => ok(this.issues.length));
    if (newest.outcome === 'ok') return { outcome: 'ready', mark: { newest: newest.value } };
    return newest.outcome === 'conflict' ? unexpected(newest) : newest;
  }

  async #look(
    connection: FakeConnection,
    call: CallContext,
    request: { readonly marker: string; readonly mark: unknown; readonly known: ExternalObject | null },
  ): Promise<LookOutcome> {
    const search = { name: 'search', isWrite: false };
    const hits = await connection.request(call, search, () => ok(this.search(request.marker)));
    if (hits.outcome !== 'ok') return lookFailed(hits);
    const direct = await connection.request(call, { name: 'read-keys', isWrite: false }, () => ok(this.#read(request)));
    if (direct.outcome !== 'ok') return lookFailed(direct);
    const found = [...new Set([...hits.value, ...direct.value])].sort((a, b) => a.number - b.number);
    const [first, ...others] = found;
    if (first === undefined) return { outcome: 'absent' };
    return {
      outcome: 'found',
      object: objectOf(first),
      appliedAid: first.aid,
      settledByPerson: false,
      others: others.map(objectOf),
    };
  }

  #read({
    marker,
    mark,
    known,
  }: {
    readonly marker: string;
    readonly mark: unknown;
    readonly known: ExternalObject | null;
  }) {
    const from = newestOf(mark);
    return this.issues.filter(
      ({ number, marker: has }) =>
        has === marker &&
        (`OPS-${number}` === known?.ref || (from !== undefined && number > from && number <= from + BULK)),
    );
  }

  async #create(connection: FakeConnection, call: CallContext, payload: Payload): Promise<ActOutcome> {
    const create = { name: 'create-issue', isWrite: true };
    const made = await connection.request(call, create, () =>
      ok(this.add(payload.marker, payload.aid, payload.verdict)),
    );
    if (made.outcome === 'ok') return { outcome: 'landed', object: objectOf(made.value), adopted: false };
    return made.outcome === 'conflict' ? unexpected(made) : made;
  }

  async #update(
    connection: FakeConnection,
    call: CallContext,
    payload: Payload,
    existing: ExternalObject,
  ): Promise<ActOutcome> {
    const updated = await connection.request(call, { name: 'update-issue', isWrite: true }, () => {
      const issue = this.issues.find(({ number }) => `OPS-${number}` === existing.ref);
      if (issue === undefined) return { status: 404 };
      if (issue.verdict !== payload.verdict && !issue.comments.includes(payload.aid)) issue.comments.push(payload.aid);
      issue.aid = payload.aid;
      issue.verdict = payload.verdict;
      return ok(issue);
    });
    if (updated.outcome === 'ok') return { outcome: 'landed', object: objectOf(updated.value), adopted: false };
    return updated.outcome === 'conflict' ? unexpected(updated) : updated;
  }
}

const ok = <T>(value: T) => ({ status: 200, value }) as const;

const objectOf = ({ number }: FakeIssue): ExternalObject => ({
  ref: `OPS-${number}`,
  url: `https://example.atlassian.net/browse/OPS-${number}`,
});

const newestOf = (mark: unknown): number | undefined => {
  if (typeof mark !== 'object' || mark === null || !('newest' in mark)) return undefined;
  return typeof mark.newest === 'number' ? mark.newest : undefined;
};

const lookFailed = (failure: Refused | Unsure | NotOk): LookOutcome =>
  failure.outcome === 'conflict' ? unexpected(failure) : failure;
