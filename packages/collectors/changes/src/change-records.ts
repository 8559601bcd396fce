import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  type DescribeStackEventsCommandInput,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import {
  type CloudTrailClient,
  type Event,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import {
  type AliasConfiguration,
  type FunctionConfiguration,
  GetAliasCommand,
  type GetAliasCommandInput,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  type ListVersionsByFunctionCommandInput,
} from '@aws-sdk/client-lambda';
import {
  DescribeParametersCommand,
  type DescribeParametersCommandInput,
  GetParameterHistoryCommand,
  type GetParameterHistoryCommandInput,
  type ParameterHistory,
  type ParameterMetadata,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { CallOptions } from '@opsrunbook/evidence';

/** What the four services answer, by the fields this collector reads; a recording can answer too. */
export interface TrailPage {
  readonly Events?: readonly Event[] | undefined;
  readonly NextToken?: string | undefined;
}
export interface StackEventsPage {
  readonly StackEvents?: readonly StackEvent[] | undefined;
  readonly NextToken?: string | undefined;
}
/** Environment variables are part of the real answer and are left behind in the adapter. */
export type FunctionVersion = Pick<FunctionConfiguration, 'Version' | 'LastModified' | 'CodeSha256'>;
export interface VersionsPage {
  readonly Versions?: readonly FunctionVersion[] | undefined;
  readonly NextMarker?: string | undefined;
}
export type FunctionAlias = Pick<AliasConfiguration, 'Name' | 'FunctionVersion'>;
export interface ParametersPage {
  readonly Parameters?:
    | readonly Pick<ParameterMetadata, 'Name' | 'Type' | 'Version' | 'LastModifiedDate' | 'LastModifiedUser'>[]
    | undefined;
  readonly NextToken?: string | undefined;
}
/** Values are part of the real answer and are left behind in the adapter. */
export interface ParameterHistoryPage {
  readonly Parameters?:
    | readonly Pick<ParameterHistory, 'Name' | 'Type' | 'Version' | 'LastModifiedDate' | 'LastModifiedUser'>[]
    | undefined;
  readonly NextToken?: string | undefined;
}

/** The six calls this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface ChangeRecords {
  lookupEvents(input: LookupEventsCommandInput, options?: CallOptions): Promise<TrailPage>;
  describeStackEvents(input: DescribeStackEventsCommandInput, options?: CallOptions): Promise<StackEventsPage>;
  listVersionsByFunction(input: ListVersionsByFunctionCommandInput, options?: CallOptions): Promise<VersionsPage>;
  getAlias(input: GetAliasCommandInput, options?: CallOptions): Promise<FunctionAlias>;
  describeParameters(input: DescribeParametersCommandInput, options?: CallOptions): Promise<ParametersPage>;
  getParameterHistory(input: GetParameterHistoryCommandInput, options?: CallOptions): Promise<ParameterHistoryPage>;
}

/** The clients of the four services that record changes. */
export interface ChangeClients {
  readonly cloudTrail: Pick<CloudTrailClient, 'send'>;
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly ssm: Pick<SSMClient, 'send'>;
}

/** The port over the real clients. Values of parameters and of environment variables go no further than this function. */
export const changeRecordsOf = ({ cloudTrail, cloudFormation, lambda, ssm }: ChangeClients): ChangeRecords => ({
  lookupEvents: (input, options) => cloudTrail.send(new LookupEventsCommand(input), options),
  describeStackEvents: (input, options) => cloudFormation.send(new DescribeStackEventsCommand(input), options),
  listVersionsByFunction: async (input, options) => {
    const { Versions = [], NextMarker } = await lambda.send(new ListVersionsByFunctionCommand(input), options);
    return {
      Versions: Versions.map(({ Version, LastModified, CodeSha256 }) => ({ Version, LastModified, CodeSha256 })),
      NextMarker,
    };
  },
  getAlias: (input, options) => lambda.send(new GetAliasCommand(input), options),
  describeParameters: (input, options) => ssm.send(new DescribeParametersCommand(input), options),
  getParameterHistory: async (input, options) => {
    const { Parameters = [], NextToken } = await ssm.send(
      new GetParameterHistoryCommand({ ...input, WithDecryption: false }),
      options,
    );
    return { Parameters: Parameters.map(({ Value: _value, ...metadata }) => metadata), NextToken };
  },
});
