import type { FailedExecutionV1, ReasonV1 } from '@opsrunbook/contracts';
import type { Reading } from './ask-step-functions.ts';
import { readExecution } from './read-execution.ts';

/** What reading many executions gave; `read` are the ARNs that answered. */
export interface ReadExecutions {
  readonly executions: FailedExecutionV1[];
  readonly reasons: readonly ReasonV1[];
  readonly read: ReadonlySet<string>;
}

/** Reads executions one after the other, hinted ones first, until the budget of rows or of time ends. */
export const readAll = async (
  reading: Reading,
  hinted: readonly string[],
  found: readonly string[],
): Promise<ReadExecutions> => {
  const { budget } = reading;
  const executions: FailedExecutionV1[] = [];
  const reasons: ReasonV1[] = [];
  const read = new Set<string>();
  const denied = new Set<string>();
  const wanted = [...new Set([...hinted, ...found])];
  for (const [index, arn] of wanted.entries()) {
    if (budget.left('rows') < 1) {
      budget.cut('rows', 'executions', wanted.length - index);
      break;
    }
    if (denied.has(machineOf(arn))) continue;
    const { execution, reasons: missing } = await readExecution(reading, arn);
    reasons.push(...missing);
    if (execution !== undefined) read.add(arn);
    if (execution !== undefined && fits(reading, execution)) executions.push(execution);
    if (has(missing, 'access_denied')) denied.add(machineOf(arn));
    // The next execution would meet the same; for other reasons it may well be readable.
    if (has(missing, 'timeout', 'throttled')) break;
  }
  return { executions, reasons, read };
};

const fits = ({ budget }: Reading, execution: FailedExecutionV1): boolean =>
  budget.take({ rows: 1, bytes: JSON.stringify(execution).length }, execution.execution_arn);

const has = (reasons: readonly ReasonV1[], ...codes: readonly ReasonV1['code'][]): boolean =>
  reasons.some(({ code }) => codes.includes(code));

/** Rights are given per machine: one refusal stands for all its executions. */
const machineOf = (executionArn: string): string => executionArn.split(':').slice(0, 7).join(':');
