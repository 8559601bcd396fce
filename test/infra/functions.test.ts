import { describe, expect, it } from '@jest/globals';
import { AnalyzeEnv } from '@opsrunbook/lambdas/analyze/env';
import { ApiEnv } from '@opsrunbook/lambdas/api/env';
import { CollectAlarmsEnv } from '@opsrunbook/lambdas/collect-alarms/env';
import { CollectChangesEnv } from '@opsrunbook/lambdas/collect-changes/env';
import { CollectLogsEnv } from '@opsrunbook/lambdas/collect-logs/env';
import { CollectMetricsEnv } from '@opsrunbook/lambdas/collect-metrics/env';
import { CollectServiceGraphEnv } from '@opsrunbook/lambdas/collect-service-graph/env';
import { CollectStepFunctionsEnv } from '@opsrunbook/lambdas/collect-step-functions/env';
import { CollectTracesEnv } from '@opsrunbook/lambdas/collect-traces/env';
import { GenerateLogsEnv } from '@opsrunbook/lambdas/generate-logs/env';
import { PersistSnapshotEnv } from '@opsrunbook/lambdas/persist-snapshot/env';
import { RunActionsEnv } from '@opsrunbook/lambdas/run-actions/env';
import { STAGE_NAMES } from '../../lib/stage-config.ts';
import { type Resource, resourcesOf, templateOf } from './synthesize.ts';

const ENVIRONMENTS = {
  'IncidentApi/Handler/Function': ApiEnv,
  'Collectors/cloudwatch-logs/Function': CollectLogsEnv,
  'Collectors/cloudwatch-metrics/Function': CollectMetricsEnv,
  'Collectors/step-functions/Function': CollectStepFunctionsEnv,
  'Collectors/service-graph/Function': CollectServiceGraphEnv,
  'Collectors/traces/Function': CollectTracesEnv,
  'Collectors/alarms/Function': CollectAlarmsEnv,
  'Collectors/changes/Function': CollectChangesEnv,
  'Orchestrator/Seal/Function': PersistSnapshotEnv,
  'Analyzer/Analyze/Function': AnalyzeEnv,
  'Actions/Run/Function': RunActionsEnv,
  'Demo/GenerateLogs/Function': GenerateLogsEnv,
};

const resolved = (name: string): string => (name === 'ACCOUNT_ID' ? '123456789012' : 'resolved');

/** A variable as the function will see it: some text wherever the template still refers to a resource. */
const asDeployed = (variables: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : resolved(name)]),
  );

describe.each(STAGE_NAMES)('every function of %s', (stage) => {
  const template = templateOf(stage);
  const functions = resourcesOf(template, 'AWS::Lambda::Function');

  const violators = (isRight: (resource: Resource) => boolean): readonly string[] =>
    functions.filter((resource) => !isRight(resource)).map(({ path }) => path);

  it('runs on nodejs24.x, the newest runtime of Lambda, on arm64, which costs a fifth less', () => {
    const isRight = ({ properties }: Resource) =>
      properties.Runtime === 'nodejs24.x' && properties.Architectures.join() === 'arm64';
    expect(violators(isRight)).toEqual([]);
  });

  it('logs JSON to a group of its own that forgets: a group Lambda makes itself keeps everything for ever', () => {
    const groups = new Map(resourcesOf(template, 'AWS::Logs::LogGroup').map((group) => [group.id, group]));
    const used = functions.map(({ properties }) => properties.LoggingConfig.LogGroup?.Ref);
    expect(new Set(used).size).toBe(functions.length);
    for (const id of used) expect(groups.get(id)?.properties.RetentionInDays).toBeGreaterThan(0);
    expect(violators(({ properties }) => properties.LoggingConfig.LogFormat === 'JSON')).toEqual([]);
  });

  it('has a timeout above the default of 3 s and within the 15 min of Lambda', () => {
    expect(violators(({ properties }) => properties.Timeout > 3 && properties.Timeout <= 900)).toEqual([]);
  });

  it('has a role of its own, so that no grant reaches a second function', () => {
    expect(new Set(functions.map(({ properties }) => properties.Role['Fn::GetAtt'][0])).size).toBe(functions.length);
  });

  it('gets every variable its schema asks for', () => {
    const problems = functions.flatMap(({ path, properties }) => {
      const schema = Object.entries(ENVIRONMENTS).find(([known]) => known === path)?.[1];
      const parsed = schema?.safeParse(asDeployed(properties.Environment.Variables));
      return parsed?.success ? [] : [`${path}: ${parsed?.error?.message ?? 'has no schema in this test'}`];
    });
    expect(problems).toEqual([]);
  });

  it('that is called asynchronously has a dead-letter queue and explicit retries: its callers see no failure', () => {
    const targets = resourcesOf(template, 'AWS::Events::Rule')
      .flatMap(({ properties }) => properties.Targets)
      .map((target) => target.Arn['Fn::GetAtt'][0])
      .filter((id) => functions.some((each) => each.id === id));
    const retried = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(
      ({ properties }) => properties.FunctionName.Ref,
    );
    const asynchronous = functions.filter(({ id }) => targets.includes(id));
    expect(asynchronous.map(({ path }) => path)).toEqual(['Analyzer/Analyze/Function', 'Actions/Run/Function']);
    for (const { id, properties } of asynchronous) {
      expect(properties.DeadLetterConfig.TargetArn).toBeDefined();
      expect(retried).toContain(id);
    }
  });
});
