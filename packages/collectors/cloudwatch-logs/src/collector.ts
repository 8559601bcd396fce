import type { LogRowV1, LogsEvidenceV1, ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type Collected,
  type Collector,
  type CollectorDescription,
  type Health,
  healthOf,
  type RunWindows,
} from '@opsrunbook/evidence';
import { allThatIsLeft, sharesOf } from './budget-share.ts';
import { byTime, type ErrorRows, readErrorRows } from './error-rows.ts';
import { binsOf, countLines } from './line-counts.ts';
import type { LogsInsights } from './logs-insights.ts';
import { BIN_SECONDS } from './queries.ts';
import type { LogEvent } from './result-row.ts';
import { openSession, type Session } from './session.ts';
import { reasonOf } from './source-failure.ts';
import { readSurroundings } from './surroundings.ts';

export interface LogsCollectorDeps {
  readonly client: LogsInsights;
  readonly clock: Clock;
  /** Part of a back-off to wait, 0 to 1; the whole of it when absent, which keeps runs alike. */
  readonly jitter?: () => number;
}

/**
 * Reads CloudWatch Logs with Logs Insights, most telling first: the window's error lines, line counts of window and baseline, the
 * baseline's error lines, and the lines around the first errors. Error lines are scanned again for counting only when they were
 * too many to be read. The baseline has a share of its own of the budget (`sharesOf`) and cannot starve the window.
 */
export const createLogsCollector = ({
  client,
  clock,
  jitter = () => 1,
}: LogsCollectorDeps): Collector<'cloudwatch-logs'> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client),
  collect: async (windows, scope, meter) => {
    const groups = [...new Set(scope.log_groups)].sort();
    if (groups.length === 0) return NOTHING_TO_READ;
    const session = openSession({ client, clock, jitter }, meter, groups);
    const data = await readAll(session, windows);
    const answered = session.answered ? session.groups.length : 0;
    const reasons = [...session.reasons.values()].sort(byText);
    return {
      data,
      asked: groups.length,
      answered,
      reasons: answered + reasons.length > 0 ? reasons : [BUDGET_TOO_SMALL],
    };
  },
});

const readAll = async (session: Session, windows: RunWindows): Promise<LogsEvidenceV1> => {
  const shares = sharesOf(session.meter);
  const range = { startMs: windows.baseline.startMs, endMs: windows.window.endMs };
  const inWindow = await readErrorRows(session, 'errors in the window', windows.window, shares.window);
  if (session.groups.length === 0) return { bin_seconds: BIN_SECONDS, groups: [], bins: [], rows: [] };
  const lines = await countLines(session, 'lines', range);
  const inBaseline = await readErrorRows(session, 'errors in the baseline', windows.baseline, shares.baseline);
  const errorsIn = lines && (await errorCounts(session, range, inWindow, inBaseline));
  const bins = lines && errorsIn ? binsOf(session, lines, errorsIn, shares.counts) : [];
  const keptIds = new Set([...inWindow.kept, ...inBaseline.kept].map(({ id }) => id));
  const around = await readSurroundings(session, inWindow.kept, keptIds, allThatIsLeft(session.meter));
  const rows = [
    ...inWindow.kept.map(rowOf('window')),
    ...inBaseline.kept.map(rowOf('baseline')),
    ...around.map(rowOf('context')),
  ];
  return {
    bin_seconds: BIN_SECONDS,
    groups: session.answered ? [...session.groups] : [],
    bins,
    rows: rows.sort(byTime).map(({ id: _id, atMs, ...row }) => ({ at_ms: atMs, ...row })),
  };
};

/** How many error lines a bin has: from the rows when all were read, else from one more query; undefined when that failed. */
const errorCounts = async (
  session: Session,
  range: RunWindows['window'],
  { perBin: inWindow }: ErrorRows,
  { perBin: inBaseline }: ErrorRows,
): Promise<((key: string) => number) | undefined> => {
  if (inWindow && inBaseline) return (key) => (inWindow.get(key) ?? 0) + (inBaseline.get(key) ?? 0);
  const counted = await countLines(session, 'error lines', range);
  return counted && ((key) => counted.get(key)?.lines ?? 0);
};

const rowOf = (period: LogRowV1['period']) => (event: LogEvent) => ({ ...event, period });

const byText = (a: ReasonV1, b: ReasonV1): number =>
  `${a.subject}\n${a.code}\n${a.message}` < `${b.subject}\n${b.code}\n${b.message}` ? -1 : 1;

const checkHealth = (client: LogsInsights): Promise<Health> =>
  healthOf({
    ask: () => client.describeLogGroups({ limit: 1 }),
    reasonFor: (failure) => reasonOf({ failure, action: 'DescribeLogGroups', subject: 'CloudWatch Logs', groups: [] }),
  });

const DESCRIPTION: CollectorDescription<'cloudwatch-logs'> = {
  name: 'cloudwatch-logs',
  reads: 'error lines and their surroundings, and lines per minute, of the scope’s log groups, with Logs Insights',
  permissions: [
    {
      action: 'logs:StartQuery',
      resource: 'arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*',
      why: 'starts a Logs Insights query over the log groups it names',
    },
    { action: 'logs:GetQueryResults', resource: '*', why: 'reads a query’s results; the API has no resource' },
    { action: 'logs:StopQuery', resource: '*', why: 'stops a query that is left early; the API has no resource' },
    {
      action: 'logs:DescribeLogGroups',
      resource: '*',
      why: 'health check; the unfiltered list is granted on all log groups only',
    },
  ],
};

const NOTHING_TO_READ: Collected<'cloudwatch-logs'> = {
  data: { bin_seconds: BIN_SECONDS, groups: [], bins: [], rows: [] },
  asked: 0,
  answered: 0,
  reasons: [
    {
      code: 'nothing_to_read',
      subject: 'log groups',
      message: 'no log group is known for this service, and none was hinted',
      fix: 'add log_groups to the service’s entry in config/services.json, or hints.log_groups to the report',
    },
  ],
};

const BUDGET_TOO_SMALL: ReasonV1 = {
  code: 'budget',
  subject: 'cloudwatch-logs',
  message: 'the budget was used up before any query answered; see what was cut',
  fix: 'raise the budget of cloudwatch-logs in config/collectors.json, or narrow the time window',
};
