import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { ParameterHistory } from '@aws-sdk/client-ssm';
import { type BudgetV1, ChangesEvidenceV1, type ScopeV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import { FakeChangeRecords, type FakeChangeRecordsProps, FakeClock, scopeOf } from '@opsrunbook/testing';
import { createChangesCollector } from './collect-changes.ts';

export const MINUTE_MS = 60_000;
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 60, bytes: 1_000_000, rows: 300 };
export const SCOPE: Partial<ScopeV1> = { resources: [{ type: 'lambda', name: 'pay' }] };
export const ACCOUNT = 'eu-central-1:123456789012';
export const STACK = `arn:aws:cloudformation:${ACCOUNT}:stack/shop/0a1b2c3d`;

export const at = (minute: number): Date => new Date(START_MS + minute * MINUTE_MS);

/** A call that CloudTrail recorded, by a session of the role `deployer`. */
export const called = (EventName: string, minute: number, document: object = {}, more: Partial<Event> = {}): Event => ({
  EventId: `${EventName}-${minute}`,
  EventName,
  EventTime: at(minute),
  EventSource: 'lambda.amazonaws.com',
  ReadOnly: 'false',
  Username: 'jane@example.com',
  Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'pay' }],
  CloudTrailEvent: JSON.stringify({
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/deployer/jane@example.com',
      sessionContext: { sessionIssuer: { type: 'Role', userName: 'deployer' } },
    },
    sourceIPAddress: '198.51.100.7',
    requestParameters: { environment: { variables: { API_KEY: 'canary' } } },
    readOnly: false,
    ...document,
  }),
  ...more,
});

/** An event of the shop's stack. */
export const stackEvent = (
  ResourceStatus: StackEvent['ResourceStatus'],
  minute: number,
  more: Partial<StackEvent> = {},
): StackEvent => ({
  StackId: STACK,
  StackName: 'shop',
  EventId: `${ResourceStatus}-${minute}`,
  LogicalResourceId: 'Pay',
  PhysicalResourceId: 'pay',
  ResourceType: 'AWS::Lambda::Function',
  Timestamp: at(minute),
  ResourceStatus,
  ResourceProperties: '{"Environment":{"API_KEY":"canary"}}',
  ...more,
});

/** A version of a function, published so many minutes after the window began. */
export const version = (Version: string, minute: number): FunctionConfiguration => ({
  Version,
  LastModified: at(minute).toISOString().replace('Z', '+0000'),
  CodeSha256: `sha-of-${Version}`,
  Environment: { Variables: { API_KEY: 'canary' } },
});

/** A version of a parameter. */
export const parameter = (Name: string, Version: number, minute: number): ParameterHistory => ({
  Name,
  Version,
  Type: 'SecureString',
  LastModifiedDate: at(minute),
  LastModifiedUser: 'arn:aws:sts::123456789012:assumed-role/admin/jane@example.com',
  Value: 'canary',
});

/** Runs the collector once against fakes on a clock that only waiting and calls of `msPerCall` move. */
export const collecting = async (
  source: Partial<FakeChangeRecordsProps>,
  {
    msPerCall = 0,
    scope = SCOPE,
    ...budget
  }: Partial<BudgetV1> & { readonly msPerCall?: number; readonly scope?: Partial<ScopeV1> } = {},
) => {
  const clock = new FakeClock(WINDOWS.window.endMs);
  const onCall: FakeChangeRecordsProps['onCall'] = (...call) => {
    clock.advance(msPerCall);
    source.onCall?.(...call);
  };
  const client = new FakeChangeRecords({ functions: { pay: [] }, ...source, clock, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createChangesCollector({ client, clock }).collect(WINDOWS, scopeOf(scope), meter);
  ChangesEvidenceV1.parse(collected.data);
  return { ...collected, meter, client, slept: clock.slept };
};
