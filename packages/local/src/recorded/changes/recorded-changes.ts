import type { ChangeRecords } from '@opsrunbook/collector-changes';
import type { RecordedChanges } from '../further-telemetry-schema.ts';
import { pageOf, serviceError } from '../service-error.ts';

const PAGE_SIZE = 50;

/**
 * Answers CloudTrail, CloudFormation, Lambda and SSM from a recording, newest first where they do so. A function of which nothing
 * was recorded exists and did not change; a stack or an alias of which nothing was recorded does not exist.
 */
export const recordedChanges = (recorded: RecordedChanges): ChangeRecords => ({
  lookupEvents: async ({ LookupAttributes = [], StartTime, EndTime, MaxResults = PAGE_SIZE, NextToken }) => {
    const found = recorded.events
      .filter(({ Resources }) =>
        LookupAttributes.every(({ AttributeValue }) =>
          Resources.some(({ ResourceName }) => ResourceName === AttributeValue),
        ),
      )
      .filter(({ EventTime }) => StartTime === undefined || EventTime >= StartTime)
      .filter(({ EventTime }) => EndTime === undefined || EventTime <= EndTime)
      .sort((a, b) => b.EventTime.getTime() - a.EventTime.getTime());
    const { items, next } = pageOf(found, NextToken, MaxResults, 'InvalidNextTokenException');
    return { Events: items.map(trailEvent), NextToken: next };
  },
  describeStackEvents: async ({ StackName = '', NextToken }) => {
    const events = recorded.stack_events
      .filter((event) => event.StackId === StackName || event.StackName === StackName)
      .sort((a, b) => b.Timestamp.getTime() - a.Timestamp.getTime());
    if (events.length === 0) throw serviceError('ValidationError', `Stack [${StackName}] does not exist`);
    const { items, next } = pageOf(events, NextToken, PAGE_SIZE, 'ValidationError');
    return { StackEvents: items, NextToken: next };
  },
  listVersionsByFunction: async ({ FunctionName, Marker }) => {
    const versions = recorded.function_versions.filter((version) => version.FunctionName === FunctionName);
    const { items, next } = pageOf(versions, Marker, PAGE_SIZE, 'InvalidParameterValueException');
    return { Versions: items, NextMarker: next };
  },
  getAlias: async ({ FunctionName, Name }) => {
    const alias = recorded.function_aliases.find((one) => one.FunctionName === FunctionName && one.Name === Name);
    if (alias === undefined) throw serviceError('ResourceNotFoundException', `Cannot find alias: ${Name}`);
    return alias;
  },
  describeParameters: async ({ MaxResults = PAGE_SIZE, NextToken }) => {
    const inOrder = recorded.parameters.toSorted((a, b) => a.Version - b.Version);
    const last = [...new Map(inOrder.map((parameter) => [parameter.Name, parameter])).values()];
    const { items, next } = pageOf(last, NextToken, MaxResults, 'InvalidNextToken');
    return { Parameters: items, NextToken: next };
  },
  getParameterHistory: async ({ Name, MaxResults = PAGE_SIZE, NextToken }) => {
    const versions = recorded.parameters.filter((parameter) => parameter.Name === Name);
    if (versions.length === 0) throw serviceError('ParameterNotFound', `${Name}`);
    const { items, next } = pageOf(versions, NextToken, MaxResults, 'InvalidNextToken');
    return { Parameters: items, NextToken: next };
  },
});

const trailEvent = ({ CloudTrailEvent, ...event }: RecordedChanges['events'][number]) => ({
  ...event,
  ...(CloudTrailEvent !== undefined && { CloudTrailEvent: JSON.stringify(CloudTrailEvent) }),
});
