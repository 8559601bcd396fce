import { awsError, collectorContract, FakeStepFunctions, scopeOf } from '@opsrunbook/testing';
import { createStepFunctionsCollector } from './collect-step-functions.ts';
import { BUDGET, execution, MACHINE, MINUTE_MS, START_MS, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

const EXECUTIONS = [1, 2, 3].map((minute) =>
  execution(`e${minute}`, { stopDate: new Date(START_MS + minute * MINUTE_MS) }),
);

collectorContract('step-functions', (source, clock) => {
  const client = new FakeStepFunctions({
    machines: { [MACHINE]: 'STANDARD' },
    executions: source === 'shuffled' ? EXECUTIONS.toReversed() : EXECUTIONS,
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDeniedException');
      if (source === 'throttled') throw awsError('ThrottlingException');
    },
  });
  return {
    collector: createStepFunctionsCollector({ client, clock }),
    scope: scopeOf({ state_machine_arns: [MACHINE] }),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => 0,
  };
});
