import { describe, expect, it } from '@jest/globals';
import { COLLECTOR_NAMES, type CollectorsConfigV1 } from '@opsrunbook/contracts';
import { evidenceStateMachine } from '@opsrunbook/orchestration';
import { Template } from 'aws-cdk-lib/assertions';
import { stageConfig } from '../../lib/stage-config.ts';
import { buildStack, DEPLOYED_COLLECTORS, resourcesOf, templateOf } from './synthesize.ts';

const PASCAL = {
  'cloudwatch-logs': 'CloudwatchLogs',
  'cloudwatch-metrics': 'CloudwatchMetrics',
  'step-functions': 'StepFunctions',
  'service-graph': 'ServiceGraph',
  traces: 'Traces',
  alarms: 'Alarms',
  changes: 'Changes',
};

/** What CloudFormation replaces by a value when it makes the state machine. */
const placeholder = (name: string): string => `\${${name}}`;

const workflowOf = (template: Template) => resourcesOf(template, 'AWS::StepFunctions::StateMachine')[0]?.properties;

const withOnly = (...names: readonly string[]): CollectorsConfigV1 => ({
  schema_version: '1',
  collectors: Object.fromEntries(
    Object.entries(DEPLOYED_COLLECTORS.collectors).map(([name, entry]) => [
      name,
      { ...entry, enabled: names.includes(name) },
    ]),
  ),
});

describe('the workflow', () => {
  const workflow = workflowOf(templateOf('dev'));

  it('is exactly what the orchestration package makes of the collectors that are on', () => {
    const collectors = Object.entries(PASCAL).map(([name, token]) => ({
      collector: COLLECTOR_NAMES.find((known) => known === name) ?? 'cloudwatch-logs',
      functionName: placeholder(`${token}FunctionArn`),
      timeoutSeconds:
        Object.entries(DEPLOYED_COLLECTORS.collectors).find(([known]) => known === name)?.[1].budget.seconds ?? 0,
    }));
    const expected = evidenceStateMachine({
      // 30 s over what the collector may read for the function, 10 s more for its answer to arrive
      collectors: collectors.map((task) => ({ ...task, timeoutSeconds: task.timeoutSeconds + 40 })),
      sealFunctionName: placeholder('SealFunctionArn'),
      sealTimeoutSeconds: 70,
      lambdaInvokeArn: `arn:${placeholder('Partition')}:states:::lambda:invoke`,
    });
    expect(JSON.parse(workflow.DefinitionString)).toEqual(expected);
  });

  it('gets a value for every placeholder of its definition', () => {
    const placeholders = new Set([...workflow.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect(new Set(Object.keys(workflow.DefinitionSubstitutions))).toEqual(placeholders);
  });

  it('waits for a function longer than the function may run, so that the function’s own failure is recorded', () => {
    const timeouts = new Map(
      resourcesOf(templateOf('dev'), 'AWS::Lambda::Function').map(({ path, properties }) => [path, properties.Timeout]),
    );
    const { States } = JSON.parse(workflow.DefinitionString);
    for (const branch of States['Collect evidence'].Branches) {
      const seconds = branch.States[branch.StartAt].TimeoutSeconds;
      expect(seconds).toBe(timeouts.get(`Collectors/${branch.StartAt}/Function`) + 10);
    }
    expect(States['Seal snapshot'].TimeoutSeconds).toBe(timeouts.get('Orchestrator/Seal/Function') + 10);
  });

  it('is Standard, traced, and logs every step without the data that passes through', () => {
    expect(workflow).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});

describe('a collector that is off', () => {
  const only = Template.fromStack(buildStack(stageConfig('dev'), withOnly('step-functions')));

  it('leaves no function, role, log group, alarm or state', () => {
    const template = JSON.stringify(only.toJSON());
    expect(template).not.toMatch(/cloudwatch-?(logs|metrics)[^"]*(Function|Role|Logs|Errors|Throttles)/i);
    const { States } = JSON.parse(workflowOf(only).DefinitionString);
    expect(States['Collect evidence'].Branches.map(({ StartAt }: { StartAt: string }) => StartAt)).toEqual([
      'step-functions',
    ]);
  });

  it('is off in the stage that says so, with a reason, and on in the others', () => {
    const offIn = (stage: string) =>
      Object.entries(DEPLOYED_COLLECTORS.collectors)
        .filter(([, { off_in = [] }]) => off_in.some((off) => off.stage === stage))
        .map(([name]) => `Collectors/${name}/Function`);
    expect(offIn('e2e').length).toBeGreaterThan(0);
    expect([offIn('dev'), offIn('prod')]).toEqual([[], []]);
    const deployed = (stage: 'e2e' | 'prod') =>
      resourcesOf(templateOf(stage), 'AWS::Lambda::Function').map(({ path }) => path);
    for (const path of offIn('e2e')) {
      expect(deployed('e2e')).not.toContain(path);
      expect(deployed('prod')).toContain(path);
    }
  });

  it('can be any of them, and all: the run is then sealed empty', () => {
    const none = Template.fromStack(buildStack(stageConfig('dev'), withOnly()));
    expect(resourcesOf(none, 'AWS::Lambda::Function').filter(({ path }) => path.startsWith('Collectors/'))).toEqual([]);
    expect(JSON.parse(workflowOf(none).DefinitionString).States['Collect evidence'].Type).toBe('Pass');
  });
});
