import type { ActionKind } from '@opsrunbook/contracts';
import type {
  CrashKind,
  CrashPlan,
  FakeCall,
  FaultAnswer,
  LedgerFault,
  LedgerOp,
} from '../../packages/testing/src/actions/index.ts';
import { type Cell, effectCallOf, kindOf } from './cell.ts';
import { answerNamed } from './provider-answers.ts';
import type { WorldProps } from './world.ts';

/** How a cell of each group is turned into what goes wrong in a world. */
export const worldPropsOf = (cell: Cell): WorldProps => {
  if (cell.group === 'crash') return crashProps(cell);
  if (cell.group === 'crash-between-calls') return { crashes: once(`after ${callOfPoint(cell)}`, crashOf(cell)) };
  if (cell.group === 'provider') return { providerFault: providerFault(cell) };
  return cell.group === 'storage' ? { ledgerFault: ledgerFault(cell) } : {};
};

const crashOf = ({ fault }: Cell): CrashKind => {
  if (fault === 'killed' || fault === 'deadline' || fault === 'exception') return fault;
  throw new Error(`the harness does not know the fault ${fault}`);
};

/** The first process to reach the point crashes there, no other. */
const once = (wanted: string, kind: CrashKind): CrashPlan => {
  let isDone = false;
  return (point) => {
    if (isDone || point !== wanted) return undefined;
    isDone = true;
    return kind;
  };
};

const crashProps = (cell: Cell): WorldProps => {
  const call = effectCallOf(cell);
  const kind = kindOf(cell);
  const points: Readonly<Record<string, string>> = {
    'before-claim': `before claim ${kind}`,
    'after-claim': `after claim ${kind}`,
    'after-intent': `after intent ${kind}`,
    'in-call-nothing-landed': `in-call ${call} nothing`,
    'in-call-landed': `in-call ${call} landed`,
    'in-call-lands-20s-later': `in-call ${call} landed`,
    'answer-read-not-recorded': `before result ${kind}`,
    'recorded-not-linked-latest': 'before latest-pointer',
    'linked-not-acknowledged': 'after latest-pointer',
  };
  const point = points[cell.point ?? ''];
  if (point === undefined) throw new Error(`the harness does not know the point ${cell.point}`);
  const crashes = once(point, crashOf(cell));
  if (cell.point !== 'in-call-lands-20s-later') return { crashes };
  return { crashes, providerFault: firstCall(call, { effect: 20_000, seen: 'broken' }) };
};

const callOfPoint = ({ point }: Cell): string => {
  const calls: Readonly<Record<string, string>> = {
    'issue-made-not-linked-to-incident': 'create-issue',
    'after-blob': 'blob',
    'after-tree': 'tree',
    'after-commit': 'commit',
    'after-branch-before-pr': 'branch',
    'after-pr-before-label': 'pull',
  };
  const call = calls[point ?? ''];
  if (call === undefined) throw new Error(`the harness does not know the point ${point}`);
  return call;
};

type ProviderFault = (call: FakeCall) => FaultAnswer | undefined;

const firstCall = (name: string, answer: FaultAnswer): ProviderFault => {
  let isDone = false;
  return (call) => {
    if (isDone || call.name !== name) return undefined;
    isDone = true;
    return answer;
  };
};

/** "always": from the first attempt at the effect on, every request to the provider gets the answer, reads too. */
const fromFirstCall = (name: string, provider: string, answer: FaultAnswer): ProviderFault => {
  let hasBegun = false;
  return (call) => {
    hasBegun ||= call.name === name;
    return hasBegun && call.provider === provider ? answer : undefined;
  };
};

const UNAVAILABLE: FaultAnswer = { effect: 'none', seen: { status: 503 } };

const providerFault = (cell: Cell): ProviderFault => {
  const { answer: name = '', repeat } = cell;
  const answer = answerNamed(name);
  if (answer === undefined) return () => undefined;
  const call = effectCallOf(cell);
  const provider = cell.action === 'github_pr' ? 'github' : (cell.action ?? '');
  const first = firstCall(call, answer);
  if (name.startsWith('search-')) return searchFault(name, repeat === 'always', first);
  return repeat === 'always' ? fromFirstCall(call, provider, answer) : first;
};

/**
 * The ticket is made and the answer lost; then looking for it fails. "finds nothing … always": search stays empty and the direct
 * reads fail, so that absence is never proved.
 */
const searchFault = (name: string, isAlways: boolean, create: ProviderFault): ProviderFault => {
  const failing = name === 'search-returns-503-while-reconciling' ? 'search' : 'read-keys';
  let hasBegun = false;
  let failed = 0;
  return (call) => {
    if (call.name === 'create-issue') hasBegun = true;
    const isDue = isAlways || (failing === 'search' && failed === 0);
    if (hasBegun && call.name === failing && isDue) {
      failed += 1;
      return UNAVAILABLE;
    }
    return create(call);
  };
};

const ledgerFault = ({ op, fault, ...cell }: Cell) => {
  const kind = kindOf({ ...cell, op, fault });
  let times = 0;
  return (at: LedgerOp, of: ActionKind | undefined): LedgerFault | undefined => {
    if (at !== op || (of !== undefined && of !== kind)) return undefined;
    times += 1;
    return storageFault(fault ?? '', times);
  };
};

/** Throttling lasts three writes, an error or a timeout one; what is denied or too large stays so. */
const storageFault = (fault: string, times: number): LedgerFault | undefined => {
  const limits: Readonly<Record<string, readonly [number, LedgerFault]>> = {
    'throttled-3-times': [3, { error: 'ThrottlingException', landed: false }],
    'internal-error-once': [1, { error: 'InternalServerError', landed: false }],
    'timeout-write-landed': [1, { error: 'TimeoutError', landed: true }],
    'timeout-write-not-landed': [1, { error: 'TimeoutError', landed: false }],
    'access-denied': [Number.POSITIVE_INFINITY, { error: 'AccessDeniedException', landed: false }],
    'item-too-large': [Number.POSITIVE_INFINITY, { error: 'ValidationException', landed: false }],
  };
  const [limit, answer] = limits[fault] ?? [];
  if (limit === undefined) throw new Error(`the harness does not know the storage fault ${fault}`);
  return times <= limit ? answer : undefined;
};
