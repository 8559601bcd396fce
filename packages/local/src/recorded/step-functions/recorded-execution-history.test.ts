import { describe, expect, it } from '@jest/globals';
import { RecordedExecution } from '../recording-schema.ts';
import { recordedExecutionHistory } from './recorded-execution-history.ts';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:orders';
const SILENT = `${MACHINE}-refund`;
const arn = (name: string) => `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`;

const execution = (name: string, minute: number, status = 'FAILED') =>
  RecordedExecution.parse({
    describe: {
      executionArn: arn(name),
      stateMachineArn: MACHINE,
      name,
      status,
      startDate: `2026-03-03T12:0${minute}:00Z`,
      stopDate: `2026-03-03T12:0${minute}:05Z`,
    },
    history: Array.from({ length: 150 }, (_, n) => ({
      id: n + 1,
      previousEventId: n,
      type: n === 0 ? 'ExecutionStarted' : 'TaskStateEntered',
      timestamp: `2026-03-03T12:0${minute}:01Z`,
    })),
  });

const player = recordedExecutionHistory({
  executions: [execution('old', 1), execution('new', 3), execution('fine', 2, 'SUCCEEDED')],
  catalogue: { services: { checkout: { state_machine_arns: [MACHINE, SILENT] } } },
});

describe('recordedExecutionHistory', () => {
  it('lists the executions of a status, newest start first', async () => {
    const { executions } = await player.listExecutions({ stateMachineArn: MACHINE, statusFilter: 'FAILED' });
    expect(executions?.map(({ name }) => name)).toEqual(['new', 'old']);
  });

  it('knows a machine of the catalogue that ran nothing', async () => {
    expect((await player.listExecutions({ stateMachineArn: SILENT })).executions).toEqual([]);
  });

  it('describes an execution with its times', async () => {
    const described = await player.describeExecution({ executionArn: arn('new') });
    expect(described.stopDate?.toISOString()).toBe('2026-03-03T12:03:05.000Z');
  });

  it('pages a history in either order', async () => {
    const input = { executionArn: arn('new'), reverseOrder: true };
    const first = await player.getExecutionHistory(input);
    const second = await player.getExecutionHistory({ ...input, nextToken: first.nextToken });
    expect([first.events?.length, first.events?.[0]?.id]).toEqual([100, 150]);
    expect([second.events?.length, second.events?.at(-1)?.id, second.nextToken]).toEqual([50, 1, undefined]);
  });

  it.each([
    ['a machine', () => player.listExecutions({ stateMachineArn: `${MACHINE}-gone` }), 'StateMachineDoesNotExist'],
    ['an execution', () => player.describeExecution({ executionArn: arn('gone') }), 'ExecutionDoesNotExist'],
    ['the history of one', () => player.getExecutionHistory({ executionArn: arn('gone') }), 'ExecutionDoesNotExist'],
    ['a page size', () => player.listExecutions({ stateMachineArn: MACHINE, maxResults: 1001 }), 'ValidationException'],
    ['a token', () => player.listExecutions({ stateMachineArn: MACHINE, nextToken: 'x' }), 'InvalidToken'],
  ])('refuses %s it does not know, as the API does', async (_, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });
});
