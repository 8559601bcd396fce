import { describe, expect, it } from '@jest/globals';
import { awsError } from '@opsrunbook/testing';
import {
  attempt,
  collecting,
  entered,
  execution,
  executionArn,
  failed,
  MACHINE,
  MINUTE_MS,
  START_MS,
  started,
  WINDOWS,
} from './test-setup.ts';

const at = (minute: number) => ({
  startDate: new Date(START_MS + minute * MINUTE_MS - 1000),
  stopDate: new Date(START_MS + minute * MINUTE_MS),
});
const machine = { state_machine_arns: [MACHINE] };

describe('failed executions of a machine', () => {
  it('counts them per status for window and baseline, and tells those of the window, newest first', async () => {
    const executions = [
      execution('old', at(-40)),
      execution('before', at(-10)),
      execution('first', at(1)),
      execution('second', at(2)),
      execution('stopped', { ...at(3), status: 'ABORTED' }),
      execution('fine', { ...at(4), status: 'SUCCEEDED' }),
    ];
    const { data, asked, answered, reasons } = await collecting(machine, { executions });
    expect(data.counts).toEqual([
      { state_machine_arn: MACHINE, status: 'ABORTED', window: 1, baseline: 0 },
      { state_machine_arn: MACHINE, status: 'FAILED', window: 2, baseline: 1 },
      { state_machine_arn: MACHINE, status: 'TIMED_OUT', window: 0, baseline: 0 },
    ]);
    expect(data.executions.map((one) => one.execution_arn).sort()).toEqual(
      ['first', 'second', 'stopped'].map((name) => executionArn(name)),
    );
    expect({ asked, answered, reasons }).toEqual({ asked: 1, answered: 1, reasons: [] });
  });

  it('takes the window with its start and without its end', async () => {
    const edge = (name: string, ms: number) => execution(name, { startDate: new Date(ms - 1), stopDate: new Date(ms) });
    const executions = [edge('at-start', WINDOWS.window.startMs), edge('at-end', WINDOWS.window.endMs)];
    const { data } = await collecting(machine, { executions });
    expect(data.executions.map((one) => one.execution_arn)).toEqual([executionArn('at-start')]);
  });

  it('finds an execution that began long before the window and failed in it', async () => {
    const { data } = await collecting(machine, {
      executions: [
        execution('slow', { startDate: new Date(START_MS - 600 * MINUTE_MS), stopDate: new Date(START_MS + 1) }),
      ],
    });
    expect(data.executions).toHaveLength(1);
  });

  it('stops paging at the first page that lies wholly before the baseline', async () => {
    const executions = Array.from({ length: 40 }, (_, n) => execution(`e${n}`, at(10 - 10 * n)));
    const { client } = await collecting(machine, { executions, itemsPerPage: 5 });
    const failedPages = client.calls.filter(
      ({ call, input }) => call === 'ListExecutions' && JSON.stringify(input).includes('"FAILED"'),
    );
    expect(failedPages).toHaveLength(2);
  });

  it('tells the execution: status, times, shape of the input, parsed cause', async () => {
    const cause = JSON.stringify({
      errorType: 'TypeError',
      errorMessage: 'no currency',
      trace: ['TypeError: no currency'],
    });
    const input = JSON.stringify({ order_id: 'o-1', card: '4111111111111111' });
    const steps = [started, entered('Charge card'), ...attempt('pay', 'TypeError', cause), failed('TypeError', cause)];
    const { data } = await collecting(machine, { executions: [execution('one', { input, redriveCount: 2 }, steps)] });
    expect(data.executions[0]).toMatchObject({
      status: 'FAILED',
      started_ms: START_MS,
      stopped_ms: START_MS + MINUTE_MS,
      redrive_count: 2,
      failing_state: 'Charge card',
      cause_json: { errorType: 'TypeError', errorMessage: 'no currency' },
      input_shape: { order_id: 'string', card: 'string' },
      history_complete: true,
    });
    expect(JSON.stringify(data)).not.toMatch(/4111|never kept|o-1/);
  });

  it('leaves a cause that is not JSON as text', async () => {
    const steps = [started, entered('Charge card'), ...attempt('pay', 'X', '{broken'), failed('X', '{broken')];
    const { data } = await collecting(machine, { executions: [execution('one', {}, steps)] });
    expect(data.executions[0]).toMatchObject({ cause: '{broken' });
    expect(data.executions[0]).not.toHaveProperty('cause_json');
  });
});

describe('hinted executions', () => {
  it('reads them whatever their status and time, once', async () => {
    const executions = [execution('fine', { ...at(-500), status: 'SUCCEEDED' }), execution('one')];
    const hints = { execution_arns: [executionArn('fine'), executionArn('one')], ...machine };
    const { data, asked, answered, client } = await collecting(hints, { executions });
    expect(data.executions.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
    expect({ asked, answered, described: client.count('DescribeExecution') }).toEqual({
      asked: 3,
      answered: 3,
      described: 2,
    });
  });

  it('names one that does not exist and still reads the others', async () => {
    const hints = { execution_arns: [executionArn('gone'), executionArn('one')] };
    const { data, reasons, asked, answered } = await collecting(hints, { executions: [execution('one')] });
    expect(data.executions).toHaveLength(1);
    expect(reasons).toMatchObject([{ code: 'not_found', subject: executionArn('gone') }]);
    expect({ asked, answered }).toEqual({ asked: 2, answered: 1 });
  });

  it('answers an empty scope with nothing asked and the way to mend it', async () => {
    const { asked, answered, reasons, client } = await collecting({});
    expect({ asked, answered, calls: client.calls.length }).toEqual({ asked: 0, answered: 0, calls: 0 });
    expect(reasons).toMatchObject([{ code: 'nothing_to_read' }]);
  });
});

describe('long histories and budgets', () => {
  const long = [
    started,
    ...Array.from({ length: 800 }, () => [entered('Poll'), ...attempt('poll', 'Busy')]).flat(),
    entered('Charge card'),
    ...attempt('pay', 'TypeError'),
    failed('TypeError'),
  ];

  it('stops reading once the failure is explained', async () => {
    const { data, client } = await collecting(machine, { executions: [execution('long', {}, long)] });
    expect(client.count('GetExecutionHistory')).toBe(1);
    expect(data.executions[0]).toMatchObject({ failing_state: 'Charge card', retries: 0, history_complete: true });
  });

  it('keeps the newest 50 earlier errors and says how many more it read', async () => {
    const { data, reasons } = await collecting(machine, { executions: [execution('long', {}, long)] });
    expect(data.executions[0]?.earlier_errors).toHaveLength(50);
    expect(reasons).toMatchObject([{ code: 'partial_data', subject: executionArn('long') }]);
  });

  it('reads on while the failing state has not been found', async () => {
    const retried = [
      started,
      entered('Charge card'),
      ...Array.from({ length: 9 }, () => attempt('pay', 'Busy')).flat(),
      failed('Busy'),
    ];
    const { data, client } = await collecting(machine, {
      executions: [execution('retried', {}, retried)],
      itemsPerPage: 10,
    });
    expect(client.count('GetExecutionHistory')).toBe(3);
    expect(data.executions[0]).toMatchObject({ failing_state: 'Charge card', retries: 8, history_complete: true });
  });

  it('keeps what it knows when its time ends within a history', async () => {
    const retried = [
      started,
      entered('Charge card'),
      ...Array.from({ length: 9 }, () => attempt('pay', 'Busy')).flat(),
      failed('Busy'),
    ];
    const source = { executions: [execution('retried', {}, retried)], itemsPerPage: 10 };
    const { data, reasons, meter } = await collecting(machine, source, { seconds: 6, msPerCall: 1000 });
    expect(data.executions[0]).toMatchObject({ failing_state: null, error: 'Busy', history_complete: false });
    expect(reasons).toMatchObject([{ code: 'timeout' }]);
    expect(meter.cuts).toMatchObject([{ what: 'seconds', subject: executionArn('retried') }]);
  });

  it('reads no more executions than the budget has rows, and counts the others', async () => {
    const executions = Array.from({ length: 8 }, (_, n) => execution(`e${n}`, at(n + 1)));
    const { data, meter, client } = await collecting(machine, { executions }, { rows: 3 });
    expect(data.executions).toHaveLength(3);
    expect(client.count('DescribeExecution')).toBe(3);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'executions', limit: 3, dropped: 5 }]);
  });

  it('does not let a machine that fails all the time hide another', async () => {
    const other = `${MACHINE}-refund`;
    const loud = Array.from({ length: 8 }, (_, n) => execution(`e${n}`, at(n + 10)));
    const quiet = execution('quiet', { ...at(1), stateMachineArn: other, executionArn: executionArn('quiet', other) });
    const source = { machines: { [MACHINE]: 'STANDARD', [other]: 'STANDARD' } as const, executions: [...loud, quiet] };
    const { data } = await collecting({ state_machine_arns: [MACHINE, other] }, source, { rows: 2 });
    expect(data.executions.map((one) => one.state_machine_arn).sort()).toEqual([MACHINE, other]);
  });
});

describe('faults of the source', () => {
  it('reads the other machines when one does not exist or is an Express workflow', async () => {
    const express = `${MACHINE}-express`;
    const gone = `${MACHINE}-gone`;
    const source = {
      machines: { [MACHINE]: 'STANDARD', [express]: 'EXPRESS' } as const,
      executions: [execution('one')],
    };
    const { data, reasons, asked, answered } = await collecting(
      { state_machine_arns: [gone, express, MACHINE] },
      source,
    );
    expect(data.executions).toHaveLength(1);
    expect(reasons.map(({ code, subject }) => [code, subject])).toEqual([
      ['unsupported', express],
      ['not_found', gone],
    ]);
    expect({ asked, answered }).toEqual({ asked: 3, answered: 1 });
  });

  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: string, count: number) => {
      if (call === 'GetExecutionHistory' && count < 2) throw awsError('ThrottlingException');
    };
    const { data, reasons, slept } = await collecting(machine, { executions: [execution('one')], onCall });
    expect(data.executions).toHaveLength(1);
    expect({ reasons, slept }).toEqual({ reasons: [], slept: [200, 400] });
  });

  it('names the permission it lacks, once for all executions of a machine', async () => {
    const onCall = (call: string) => {
      if (call === 'DescribeExecution') throw awsError('AccessDeniedException');
    };
    const executions = Array.from({ length: 5 }, (_, n) => execution(`e${n}`, at(n + 1)));
    const { data, reasons, client } = await collecting(machine, { executions, onCall });
    expect(data.counts.find(({ status }) => status === 'FAILED')?.window).toBe(5);
    expect(reasons).toMatchObject([
      { code: 'access_denied', fix: expect.stringContaining('states:DescribeExecution') },
    ]);
    expect(client.count('DescribeExecution')).toBe(1);
  });

  it('keeps error and cause of the description when the history is denied', async () => {
    const onCall = (call: string) => {
      if (call === 'GetExecutionHistory') throw awsError('AccessDeniedException');
    };
    const executions = [execution('one', { error: 'TypeError', cause: 'boom' })];
    const { data, reasons } = await collecting(machine, { executions, onCall });
    expect(data.executions[0]).toMatchObject({
      error: 'TypeError',
      cause: 'boom',
      failing_state: null,
      history_complete: false,
    });
    expect(reasons).toMatchObject([
      { code: 'access_denied', fix: expect.stringContaining('states:GetExecutionHistory') },
    ]);
  });

  it('keeps the counts it has when a later listing is refused', async () => {
    const onCall = (call: string, count: number) => {
      if (call === 'ListExecutions' && count === 1) throw awsError('AccessDeniedException');
    };
    const { data, answered, reasons } = await collecting(machine, { onCall });
    expect(data.counts.map(({ status }) => status)).toEqual(['ABORTED']);
    expect(answered).toBe(1);
    expect(reasons).toMatchObject([{ code: 'access_denied' }]);
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting(machine, { onCall })).rejects.toThrow(TypeError);
  });
});
