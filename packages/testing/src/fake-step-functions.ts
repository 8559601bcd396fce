import type {
  DescribeExecutionCommandInput,
  DescribeExecutionCommandOutput,
  ExecutionListItem,
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  HistoryEvent,
  ListExecutionsCommandInput,
  ListExecutionsCommandOutput,
} from '@aws-sdk/client-sfn';
import { awsError } from './aws-error.ts';

/** One execution as Step Functions would hold it; events oldest first. */
export interface FakeExecution {
  readonly describe: Omit<DescribeExecutionCommandOutput, '$metadata'>;
  readonly history?: readonly HistoryEvent[];
}

/** The calls that can be made to fail, as IAM spells them. */
export type FakeStepFunctionsCall = 'ListExecutions' | 'DescribeExecution' | 'GetExecutionHistory';

export interface FakeStepFunctionsProps {
  /** State machines by ARN. */
  readonly machines?: Readonly<Record<string, 'STANDARD' | 'EXPRESS'>>;
  readonly executions?: readonly FakeExecution[];
  /** Items a page may hold; Step Functions' own 1000 by default. */
  readonly itemsPerPage?: number;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: FakeStepFunctionsCall, count: number, subject: string) => void;
}

const MAX_RESULTS = 1000;

/**
 * ListExecutions, DescribeExecution and GetExecutionHistory with the rules of the real ones: newest start first, at most 1000
 * items, tokens bound to their request, no Express workflows, payloads only when asked for.
 */
export class FakeStepFunctions {
  readonly calls: { readonly call: FakeStepFunctionsCall; readonly input: object }[] = [];
  readonly #props: FakeStepFunctionsProps;

  constructor(props: FakeStepFunctionsProps) {
    this.#props = props;
  }

  /** How often a call was made. */
  count(call: FakeStepFunctionsCall): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  async listExecutions(
    input: ListExecutionsCommandInput,
  ): Promise<Pick<ListExecutionsCommandOutput, 'executions' | 'nextToken'>> {
    const { stateMachineArn = '' } = input;
    this.#called('ListExecutions', stateMachineArn, input);
    const type = this.#props.machines?.[stateMachineArn];
    if (type === undefined) throw awsError('StateMachineDoesNotExist');
    if (type === 'EXPRESS') throw awsError('StateMachineTypeNotSupported');
    const items = (this.#props.executions ?? [])
      .map(({ describe }) => listItem(describe))
      .filter((item) => item.stateMachineArn === stateMachineArn)
      .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
      .sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0));
    const { page, nextToken } = paged(items, input, this.#props.itemsPerPage);
    return { executions: page, ...(nextToken !== undefined && { nextToken }) };
  }

  async describeExecution(
    input: DescribeExecutionCommandInput,
  ): Promise<Omit<DescribeExecutionCommandOutput, '$metadata'>> {
    this.#called('DescribeExecution', input.executionArn ?? '', input);
    return this.#execution(input.executionArn).describe;
  }

  async getExecutionHistory(
    input: GetExecutionHistoryCommandInput,
  ): Promise<Pick<GetExecutionHistoryCommandOutput, 'events' | 'nextToken'>> {
    this.#called('GetExecutionHistory', input.executionArn ?? '', input);
    const events = [...(this.#execution(input.executionArn).history ?? [])];
    const ordered = input.reverseOrder ? events.reverse() : events;
    const { page, nextToken } = paged(ordered, input, this.#props.itemsPerPage);
    const shown = input.includeExecutionData === false ? page.map(withoutPayload) : page;
    return { events: shown, ...(nextToken !== undefined && { nextToken }) };
  }

  #called(call: FakeStepFunctionsCall, subject: string, input: object): void {
    const count = this.count(call);
    this.calls.push({ call, input });
    this.#props.onCall?.(call, count, subject);
  }

  #execution(executionArn: string | undefined): FakeExecution {
    if (!/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+$/.test(executionArn ?? '')) {
      throw awsError('InvalidArn');
    }
    const found = this.#props.executions?.find(({ describe }) => describe.executionArn === executionArn);
    if (found === undefined) throw awsError('ExecutionDoesNotExist');
    return found;
  }
}

const listItem = (describe: FakeExecution['describe']): ExecutionListItem => ({
  executionArn: describe.executionArn,
  stateMachineArn: describe.stateMachineArn,
  name: describe.name,
  status: describe.status,
  startDate: describe.startDate,
  ...(describe.stopDate !== undefined && { stopDate: describe.stopDate }),
});

const withoutPayload = ({
  id,
  type,
  timestamp,
  previousEventId,
  stateEnteredEventDetails,
}: HistoryEvent): HistoryEvent => ({
  id,
  type,
  timestamp,
  previousEventId,
  ...(stateEnteredEventDetails && { stateEnteredEventDetails: { name: stateEnteredEventDetails.name } }),
});

interface PagedInput {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** Tokens name the request they belong to and the item to go on from. */
const paged = <T>(items: readonly T[], input: PagedInput, itemsPerPage = MAX_RESULTS) => {
  const { nextToken, ...request } = input;
  if ((input.maxResults ?? 0) > MAX_RESULTS) throw awsError('ValidationException', 'client', 'maxResults above 1000');
  const from = nextToken === undefined ? 0 : Number(/^\{"from":(\d+)/.exec(nextToken)?.[1] ?? Number.NaN);
  const tokenFor = (offset: number) => JSON.stringify({ from: offset, request });
  if (nextToken !== undefined && nextToken !== tokenFor(from)) throw awsError('InvalidToken');
  const until = from + Math.min(itemsPerPage, input.maxResults || 100);
  return { page: items.slice(from, until), nextToken: until < items.length ? tokenFor(until) : undefined };
};
