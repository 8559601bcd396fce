import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { ExecutionCountV1, ReasonV1 } from '@opsrunbook/contracts';
import type { RunWindows, WindowMs } from '@opsrunbook/evidence';
import { askStepFunctions, type Reading } from './ask-step-functions.ts';

/** The statuses of an execution that ended badly. */
export const BAD_STATUSES = ['ABORTED', 'FAILED', 'TIMED_OUT'] as const;
type BadStatus = (typeof BAD_STATUSES)[number];

/** A failed execution of the window, before its history is read. */
export interface ListedExecution {
  readonly executionArn: string;
  readonly endedMs: number;
}

/** What listing a machine's failed executions gave. */
export interface MachineFailures {
  readonly counts: readonly ExecutionCountV1[];
  /** Those that ended in the window, newest first. */
  readonly listed: readonly ListedExecution[];
  /** Why the listing is not whole. */
  readonly reason?: ReasonV1;
  readonly answered: boolean;
}

/** The most ListExecutions returns a page: fewer calls against a limit of five a second. */
const PAGE_SIZE = 1000;

/** Counts a machine's failed executions per status, by when they ended, and lists those of the window. */
export const listFailed = async (
  reading: Reading,
  machineArn: string,
  windows: RunWindows,
): Promise<MachineFailures> => {
  const counts: ExecutionCountV1[] = [];
  const listed: ListedExecution[] = [];
  for (const status of BAD_STATUSES) {
    const { ended, reason, answered } = await listStatus(reading, {
      machineArn,
      status,
      sinceMs: windows.baseline.startMs,
    });
    const inWindow = ended.filter(({ endedMs }) => within(windows.window, endedMs));
    listed.push(...inWindow);
    if (answered) {
      const baseline = ended.filter(({ endedMs }) => within(windows.baseline, endedMs)).length;
      counts.push({ state_machine_arn: machineArn, status, window: inWindow.length, baseline });
    }
    if (reason !== undefined) return { counts, listed: listed.sort(newestFirst), reason, answered: counts.length > 0 };
  }
  return { counts, listed: listed.sort(newestFirst), answered: true };
};

/** Newest first, equal times by ARN. */
export const newestFirst = (a: ListedExecution, b: ListedExecution): number =>
  b.endedMs - a.endedMs || (a.executionArn < b.executionArn ? -1 : 1);

const within = ({ startMs, endMs }: WindowMs, ms: number): boolean => ms >= startMs && ms < endMs;

interface Listing {
  readonly machineArn: string;
  readonly status: BadStatus;
  /** Executions that ended before are not asked for. */
  readonly sinceMs: number;
}

/**
 * Pages come newest start first. The first page on which every execution ended before `sinceMs` ends the listing: only an
 * execution that ran for longer than all those of a page, and ended since, could lie behind it.
 */
const listStatus = async (reading: Reading, { machineArn, status, sinceMs }: Listing) => {
  const ended: ListedExecution[] = [];
  let token: string | undefined;
  for (let pages = 0; ; pages += 1) {
    const input = { stateMachineArn: machineArn, statusFilter: status, maxResults: PAGE_SIZE };
    const answer = await askStepFunctions(
      reading,
      { subject: machineArn, permission: 'states:ListExecutions' },
      (options) =>
        reading.client.listExecutions({ ...input, ...(token !== undefined && { nextToken: token }) }, options),
    );
    if (!answer.ok) return { ended, reason: answer.reason, answered: pages > 0 };
    const page = (answer.value.executions ?? []).map(asListed);
    ended.push(...page);
    token = answer.value.nextToken;
    if (token === undefined || page.every(({ endedMs }) => endedMs < sinceMs)) return { ended, answered: true };
  }
};

const asListed = ({ executionArn = '', startDate, stopDate }: ExecutionListItem): ListedExecution => ({
  executionArn,
  endedMs: (stopDate ?? startDate)?.getTime() ?? 0,
});
