import type {
  ActOutcome,
  CallContext,
  Destination,
  ExternalObject,
  Found,
  LookOutcome,
  Mark,
  PrepareOutcome,
  Refused,
  Unsure,
} from '@opsrunbook/actions';
import type { FakeGitHub, FakePullRequest } from './fake-git-hub.ts';
import type { FakeProcess } from './fake-process.ts';
import { type FakeConnection, type NotOk, type Requested, unexpected } from './fake-provider.ts';

type Payload = { readonly branch: string; readonly aid: string };

/** What one attempt works with. */
interface Working {
  readonly hub: FakeGitHub;
  readonly connection: FakeConnection;
  readonly call: CallContext;
  readonly payload: Payload;
}

type Step<T> = { readonly outcome: 'ok'; readonly value: T; readonly adopted: boolean } | Refused | Unsure;

/** The pull request destination of one process: each of its calls is made once or found again. */
export const fakeGitHubDestination = (
  hub: FakeGitHub,
  process: FakeProcess,
): Destination<'github-pull-request', Payload> => {
  const connection = hub.connect(process);
  return {
    kind: 'github-pull-request',
    traits: { findable: true, object: 'per-incident' },
    render: ({ action }) => ({ branch: action.facts.branch, aid: action.aid }),
    prepare: ({ previous }, call) => prepare(hub, connection, { previous, call }),
    look: ({ action, known }, call) => look(hub, connection, { branch: action.facts.branch, known, call }),
    act: ({ payload, mark }, call) => act({ hub, connection, call, payload: payload.value }, String(mark.base)),
  };
};

const ok = <T>(value: T) => ({ status: 200, value }) as const;

const prepare = async (
  hub: FakeGitHub,
  connection: FakeConnection,
  { previous, call }: { readonly previous: Mark | null; readonly call: CallContext },
): Promise<PrepareOutcome> => {
  if (previous !== null) return { outcome: 'ready', mark: previous };
  const base = await connection.request(call, { name: 'read-base', isWrite: false }, () =>
    hub.base === null ? { status: 404 } : ok(hub.base),
  );
  if (base.outcome === 'ok') return { outcome: 'ready', mark: { base: base.value } };
  return base.outcome === 'conflict' ? unexpected(base) : base;
};

const look = async (
  hub: FakeGitHub,
  connection: FakeConnection,
  {
    branch,
    known,
    call,
  }: { readonly branch: string; readonly known: ExternalObject | null; readonly call: CallContext },
): Promise<LookOutcome> => {
  const listed = await connection.request(call, { name: 'list-pulls', isWrite: false }, () => ok(hub.pullsOf(branch)));
  if (listed.outcome !== 'ok') return notLooked(listed);
  const [first, ...others] = listed.value;
  if (first === undefined) return { outcome: 'absent' };
  const head = await connection.request(call, { name: 'read-ref', isWrite: false }, () => ok(hub.refs.get(branch)));
  if (head.outcome !== 'ok') return notLooked(head);
  const shown = hub.commits.get(head.value ?? '')?.aid ?? null;
  const found: Found = {
    outcome: 'found',
    object: known ?? objectOf(first),
    appliedAid: first.isLabelled ? shown : null,
    settledByPerson: first.state !== 'open',
    others: others.map(objectOf),
  };
  return found;
};

const act = async (working: Working, base: string): Promise<ActOutcome> => {
  const branch = await ensureBranch(working, base);
  if (branch.outcome !== 'ok') return branch;
  const pull = await ensurePull(working);
  if (pull.outcome !== 'ok') return pull;
  if (pull.value.state !== 'open') return { outcome: 'landed', object: objectOf(pull.value), adopted: true };
  const labelled = await request(working, 'label', () => {
    pull.value.isLabelled = true;
    return ok(undefined);
  });
  if (labelled.outcome === 'conflict') return unexpected(labelled);
  if (labelled.outcome !== 'ok') return labelled;
  return { outcome: 'landed', object: objectOf(pull.value), adopted: branch.adopted || pull.adopted };
};

/** The branch with our report on it; a person's commits stay as they are. */
const ensureBranch = async (working: Working, base: string): Promise<Step<undefined>> => {
  const { hub, payload, connection, call } = working;
  const head = await connection.request(call, { name: 'read-ref', isWrite: false }, () =>
    ok(hub.refs.get(payload.branch)),
  );
  if (head.outcome === 'conflict') return unexpected(head);
  if (head.outcome !== 'ok') return head;
  const tip = head.value === undefined ? undefined : hub.commits.get(head.value);
  if (tip !== undefined && (tip.aid === payload.aid || tip.aid === null)) return done(true);
  const sha = await makeCommit(working, tip?.sha ?? base);
  if (sha.outcome !== 'ok') return sha;
  const moved = await request(working, 'branch', () =>
    tip === undefined ? hub.createRef(payload.branch, sha.value) : hub.updateRef(payload.branch, sha.value),
  );
  if (moved.outcome === 'ok') return done(false);
  return moved.outcome === 'conflict' ? adoptBranch(working, sha.value, moved) : moved;
};

const makeCommit = async (working: Working, parent: string): Promise<Step<string>> => {
  for (const name of ['blob', 'tree'] as const) {
    const made = await request(working, name, () => ok(undefined));
    if (made.outcome === 'conflict') return unexpected(made);
    if (made.outcome !== 'ok') return made;
  }
  const commit = await request(working, 'commit', () => working.hub.commit(parent, working.payload.aid));
  if (commit.outcome === 'conflict') return unexpected(commit);
  return commit.outcome === 'ok' ? { ...commit, adopted: false } : commit;
};

/** 422 or 409: it exists. The same sha is ours; any other is a conflict, never forced. */
const adoptBranch = async (working: Working, sha: string, refusal: NotOk): Promise<Step<undefined>> => {
  const { hub, connection, call, payload } = working;
  const head = await connection.request(call, { name: 'read-ref', isWrite: false }, () =>
    ok(hub.refs.get(payload.branch)),
  );
  if (head.outcome !== 'ok') return head.outcome === 'conflict' ? unexpected(head) : head;
  return head.value === sha ? done(true) : unexpected(refusal);
};

const ensurePull = async (working: Working): Promise<Step<FakePullRequest>> => {
  const standing = await listPulls(working);
  if (standing.outcome !== 'ok' || standing.value !== undefined) return present(standing);
  const made = await request(working, 'pull', () => working.hub.createPull(working.payload.branch));
  if (made.outcome === 'ok') return { ...made, adopted: false };
  return made.outcome === 'conflict' ? present(await listPulls(working)) : made;
};

const listPulls = async ({ hub, connection, call, payload }: Working) => {
  const list = { name: 'list-pulls', isWrite: false };
  const listed = await connection.request(call, list, () => ok(hub.pullsOf(payload.branch)[0]));
  return listed.outcome === 'conflict' ? unexpected(listed) : listed;
};

const present = (
  listed: Exclude<Requested<FakePullRequest | undefined>, { outcome: 'conflict' }>,
): Step<FakePullRequest> => {
  if (listed.outcome !== 'ok') return listed;
  return listed.value === undefined
    ? unexpected({ outcome: 'conflict', status: 422 })
    : { ...listed, value: listed.value, adopted: true };
};

const request = <T>(
  { connection, call }: Working,
  name: string,
  effect: () => { readonly status: 200; readonly value: T } | { readonly status: 404 | 409 | 422 },
) => connection.request(call, { name, isWrite: true }, effect);

const done = (adopted: boolean): Step<undefined> => ({ outcome: 'ok', value: undefined, adopted });

const objectOf = ({ number }: FakePullRequest): ExternalObject => ({
  ref: `${number}`,
  url: `https://github.com/example-org/checkout/pull/${number}`,
});

const notLooked = (failure: Refused | Unsure | NotOk): LookOutcome =>
  failure.outcome === 'conflict' ? unexpected(failure) : failure;
