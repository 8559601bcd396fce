import type { DescribeStackEventsCommandInput, StackEvent } from '@aws-sdk/client-cloudformation';
import type { Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type {
  FunctionConfiguration,
  GetAliasCommandInput,
  ListVersionsByFunctionCommandInput,
} from '@aws-sdk/client-lambda';
import type {
  DescribeParametersCommandInput,
  GetParameterHistoryCommandInput,
  ParameterHistory,
} from '@aws-sdk/client-ssm';
import type { Clock } from '@opsrunbook/core';
import { awsError } from './aws-error.ts';
import { boundPage } from './bound-pages.ts';

/** The calls that can be made to fail, as IAM spells them. */
export type FakeChangesCall =
  | 'LookupEvents'
  | 'DescribeStackEvents'
  | 'ListVersionsByFunction'
  | 'GetAlias'
  | 'DescribeParameters'
  | 'GetParameterHistory';

export interface FakeChangeRecordsProps {
  readonly clock: Clock;
  /** CloudTrail events, found by the names of their resources. */
  readonly events?: readonly Event[];
  /** Events of stacks, by the stack's ARN. */
  readonly stacks?: Readonly<Record<string, readonly StackEvent[]>>;
  readonly functions?: Readonly<Record<string, readonly FunctionConfiguration[]>>;
  /** The version an alias points to, by `function:alias`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Every version of every parameter, oldest first. */
  readonly parameters?: readonly ParameterHistory[];
  readonly itemsPerPage?: number;
  readonly shuffled?: boolean;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: FakeChangesCall, count: number) => void;
}

/** CloudTrail refuses the third call within a second. */
const LOOKUPS_PER_SECOND = 2;

/** CloudTrail, CloudFormation, Lambda and SSM with the rules of the real ones, as far as they record changes. */
export class FakeChangeRecords {
  readonly calls: { readonly call: FakeChangesCall; readonly atMs: number; readonly input: object }[] = [];
  readonly #props: FakeChangeRecordsProps;

  constructor(props: FakeChangeRecordsProps) {
    this.#props = props;
  }

  /** How often a call was made. */
  count(call: FakeChangesCall): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  async lookupEvents(input: LookupEventsCommandInput) {
    this.#called('LookupEvents', input);
    const attributes = input.LookupAttributes ?? [];
    if (attributes.length > 1) throw awsError('InvalidLookupAttributesException');
    if ((input.MaxResults ?? 50) > 50) throw awsError('InvalidMaxResultsException');
    const nowMs = this.#props.clock.now().getTime();
    const recent = this.calls.filter(({ call, atMs }) => call === 'LookupEvents' && nowMs - atMs < 1000);
    if (recent.length > LOOKUPS_PER_SECOND) throw awsError('ThrottlingException');
    const at = ({ EventTime }: Event) => EventTime?.getTime() ?? 0;
    const found = (this.#props.events ?? [])
      .filter(({ Resources = [] }) =>
        attributes.every(({ AttributeValue }) => Resources.some(({ ResourceName }) => ResourceName === AttributeValue)),
      )
      .filter((event) => at(event) >= (input.StartTime?.getTime() ?? 0))
      .filter((event) => at(event) <= (input.EndTime?.getTime() ?? Number.POSITIVE_INFINITY));
    const { items, next } = this.#page(
      newestFirst(found, at, this.#props.shuffled),
      input,
      'InvalidNextTokenException',
    );
    return { Events: items, NextToken: next };
  }

  async describeStackEvents(input: DescribeStackEventsCommandInput) {
    this.#called('DescribeStackEvents', input);
    const events = this.#props.stacks?.[input.StackName ?? ''];
    if (events === undefined) {
      throw awsError('ValidationError', 'client', `Stack [${input.StackName}] does not exist`);
    }
    const at = ({ Timestamp }: StackEvent) => Timestamp?.getTime() ?? 0;
    const { items, next } = this.#page(newestFirst(events, at, this.#props.shuffled), input, 'ValidationError');
    return { StackEvents: items, NextToken: next };
  }

  async listVersionsByFunction(input: ListVersionsByFunctionCommandInput) {
    this.#called('ListVersionsByFunction', input);
    const versions = this.#props.functions?.[input.FunctionName ?? ''];
    if (versions === undefined) throw awsError('ResourceNotFoundException');
    const { Marker, ...request } = input;
    const { items, next } = this.#page(versions, { ...request, NextToken: Marker }, 'InvalidParameterValueException');
    return { Versions: items, NextMarker: next };
  }

  async getAlias(input: GetAliasCommandInput) {
    this.#called('GetAlias', input);
    const version = this.#props.aliases?.[`${input.FunctionName}:${input.Name}`];
    if (version === undefined) throw awsError('ResourceNotFoundException');
    return { Name: input.Name, FunctionVersion: version };
  }

  async describeParameters(input: DescribeParametersCommandInput) {
    this.#called('DescribeParameters', input);
    if ((input.MaxResults ?? 50) > 50) throw awsError('ValidationException', 'client', 'MaxResults is at most 50');
    const last = new Map((this.#props.parameters ?? []).map((parameter) => [parameter.Name, parameter]));
    const metadata = [...last.values()].map(({ Value: _value, Labels: _labels, ...rest }) => rest);
    const { items, next } = this.#page(metadata, input, 'InvalidNextToken');
    return { Parameters: items, NextToken: next };
  }

  async getParameterHistory(input: GetParameterHistoryCommandInput) {
    this.#called('GetParameterHistory', input);
    if (input.WithDecryption !== false) throw new Error('a parameter’s value must never be decrypted');
    const versions = (this.#props.parameters ?? []).filter(({ Name }) => Name === input.Name);
    if (versions.length === 0) throw awsError('ParameterNotFound');
    const { items, next } = this.#page(versions, input, 'InvalidNextToken');
    return { Parameters: items, NextToken: next };
  }

  #page<T>(all: readonly T[], input: { readonly NextToken?: string | undefined }, invalidToken: string) {
    const { NextToken: token, ...request } = input;
    const { page, next } = boundPage(all, { request, token, pageSize: this.#props.itemsPerPage ?? 50, invalidToken });
    return { items: page, next };
  }

  #called(call: FakeChangesCall, input: object): void {
    const count = this.count(call);
    this.calls.push({ call, input, atMs: this.#props.clock.now().getTime() });
    this.#props.onCall?.(call, count);
  }
}

const newestFirst = <T>(items: readonly T[], at: (item: T) => number, shuffled = false): readonly T[] =>
  (shuffled ? items.toReversed() : [...items]).sort((a, b) => at(b) - at(a));
