import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '@opsrunbook/testing';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { createEventBridgeBus } from './event-bridge-bus.ts';
import { parseEnv } from './parse-env.ts';
import { createRedactionKey } from './redaction-key.ts';
import { createStepFunctionsOrchestrator } from './step-functions-orchestrator.ts';

const eventBridge = mockClient(EventBridgeClient);
const stepFunctions = mockClient(SFNClient);
const ssm = mockClient(SSMClient);
afterEach(() => {
  for (const mock of [eventBridge, stepFunctions, ssm]) mock.reset();
});

describe('parseEnv', () => {
  const Env = z.object({ TABLE: z.string().min(1), PARAMETER: z.string().startsWith('/') });

  it('names every problem at once and no value', () => {
    const parse = () => parseEnv(Env, { PARAMETER: 'hunter2-is-a-secret' });
    expect(parse).toThrow(
      expect.objectContaining({ name: 'Config', message: expect.stringMatching(/TABLE: .*PARAMETER: /) }),
    );
    expect(parse).not.toThrow(expect.objectContaining({ message: expect.stringContaining('hunter2') }));
  });

  it('gives what the schema knows and nothing else', () => {
    expect(parseEnv(Env, { TABLE: 't', PARAMETER: '/p', OTHER: 'x' })).toEqual({ TABLE: 't', PARAMETER: '/p' });
  });
});

describe('the event bus', () => {
  const bus = createEventBridgeBus({ client: new EventBridgeClient({ region: 'us-east-1' }), busName: 'bus' });
  const event = { detailType: 'happened', detail: { incident_id: 'one' } };

  it('publishes under our source', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    await bus.publish(event);
    const [entry] = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toEqual({
      EventBusName: 'bus',
      Source: 'opsrunbook',
      DetailType: 'happened',
      Detail: '{"incident_id":"one"}',
    });
  });

  it.each([
    ['refused', { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }],
    ['not answered', { FailedEntryCount: 0, Entries: [] }],
  ])('fails retryably when the entry was %s, although PutEvents succeeded', async (_what, answer) => {
    eventBridge.on(PutEventsCommand).resolves(answer);
    await expect(bus.publish(event)).rejects.toMatchObject({ name: 'Dependency', retryable: true });
  });
});

describe('the orchestrator', () => {
  const orchestrator = createStepFunctionsOrchestrator({
    client: new SFNClient({ region: 'us-east-1' }),
    stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:evidence',
  });
  const noMetadata = { message: '', $metadata: {} };

  it('takes an execution that already stands as started, and no other failure', async () => {
    stepFunctions
      .on(StartExecutionCommand)
      .rejectsOnce(new ExecutionAlreadyExists(noMetadata))
      .rejects(new Error('denied'));
    await orchestrator.start({ name: 'run-1', input: {} });
    await expect(orchestrator.start({ name: 'run-1', input: {} })).rejects.toThrow('denied');
  });

  it('asks for the execution by the run’s name and tells a missing one from a failure', async () => {
    stepFunctions
      .on(DescribeExecutionCommand)
      .resolvesOnce({ status: 'TIMED_OUT' })
      .rejectsOnce(new ExecutionDoesNotExist(noMetadata))
      .rejects(new Error('denied'));
    expect(await orchestrator.status('run-1')).toBe('TIMED_OUT');
    expect(await orchestrator.status('run-1')).toBe('NOT_FOUND');
    await expect(orchestrator.status('run-1')).rejects.toThrow('denied');
    const asked = stepFunctions.commandCalls(DescribeExecutionCommand)[0]?.args[0].input.executionArn;
    expect(asked).toBe('arn:aws:states:us-east-1:111122223333:execution:evidence:run-1');
  });

  it('shows an execution that waits for its redrive as running', async () => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'PENDING_REDRIVE' });
    expect(await orchestrator.status('run-1')).toBe('RUNNING');
  });
});

describe('the redaction key', () => {
  const keyOf = (clock: FakeClock) =>
    createRedactionKey({ client: new SSMClient({ region: 'us-east-1' }), parameterName: '/key', clock });

  it('is read once in five minutes and again afterwards', async () => {
    const clock = new FakeClock();
    ssm
      .on(GetParameterCommand)
      .resolvesOnce({ Parameter: { Value: 'old' } })
      .resolves({ Parameter: { Value: 'new' } });
    const key = keyOf(clock);
    expect([await key(), await key()]).toEqual(['old', 'old']);
    clock.advance(5 * 60_000);
    expect(await key()).toBe('new');
  });

  it('is undefined when nobody made the parameter', async () => {
    ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: '', $metadata: {} }));
    expect(await keyOf(new FakeClock())()).toBeUndefined();
  });

  it('does not remember a failure to read it', async () => {
    ssm
      .on(GetParameterCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({ Parameter: { Value: 'key' } });
    const key = keyOf(new FakeClock());
    await expect(key()).rejects.toThrow('throttled');
    expect(await key()).toBe('key');
  });
});
