import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RunActionsEnv } from '@opsrunbook/lambdas/run-actions/env';
import { CAREFUL_ACTIONS, withActionsContext } from '../../lib/actions-settings.ts';
import { STAGE_NAMES, stageConfig, validStage } from '../../lib/stage-config.ts';
import { resourcesOf, templateOf } from './synthesize.ts';

const template = templateOf('prod');
const one = (type: string, path: string, of = template) =>
  resourcesOf(of, type).find((resource) => resource.path === path)?.properties;
const runner = one('AWS::Lambda::Function', 'Actions/Run/Function');
const queue = one('AWS::SQS::Queue', 'Actions/Deliveries');
const variablesOf = (stage: (typeof STAGE_NAMES)[number], path: string) =>
  one('AWS::Lambda::Function', path, templateOf(stage))?.Environment.Variables;

describe('deliveries to the action runner', () => {
  it('come again after 150 s, when an unclear attempt has settled, and are put aside after five receives', () => {
    expect(queue).toMatchObject({ VisibilityTimeout: 150, RedrivePolicy: { maxReceiveCount: 5 } });
    expect(queue?.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).toMatch(/^ActionsDeadLettersQueue/);
  });

  it('stay hidden for longer than a run may take, so that no run is overtaken by its own delivery', () => {
    expect(runner?.Timeout).toBeLessThanOrEqual(50);
    expect(queue?.VisibilityTimeout).toBeGreaterThan(2 * runner?.Timeout);
  });

  it('come one by one, two at once at most, and each tells for itself whether it is done', () => {
    const [source] = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
    expect(source?.properties).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('never take more than two executions, where the account has some to reserve', () => {
    const reserved = (stage: (typeof STAGE_NAMES)[number]) =>
      one('AWS::Lambda::Function', 'Actions/Run/Function', templateOf(stage))?.ReservedConcurrentExecutions;
    expect(STAGE_NAMES.map(reserved)).toEqual([undefined, 2, undefined]);
  });
});

describe('the reconcile pass', () => {
  it('runs every 15 minutes, and a missed one is made up by the next', () => {
    const rule = one('AWS::Events::Rule', 'Actions/Reconcile');
    expect(rule).toMatchObject({ ScheduleExpression: 'rate(15 minutes)' });
    expect(rule?.Targets).toMatchObject([
      { Input: '{"reconcile":true}', RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 2 } },
    ]);
    expect(rule?.Targets[0].DeadLetterConfig.Arn).toBeDefined();
  });
});

describe('the kill switch', () => {
  it.each(STAGE_NAMES)('of %s is a plain parameter that starts as true and that the runner may only read', (stage) => {
    const [parameter] = resourcesOf(templateOf(stage), 'AWS::SSM::Parameter');
    const Name = `/opsrunbook/${stage}/automation-enabled`;
    expect(parameter?.properties).toMatchObject({ Name, Type: 'String', Value: 'true' });
    expect(variablesOf(stage, 'Actions/Run/Function').AUTOMATION_ENABLED_PARAMETER).toBe(Name);
  });
});

describe('switches', () => {
  it.each(STAGE_NAMES)('of %s keep everything dry, and replay plans with the same as the runner', (stage) => {
    const names = ['ACTIONS_DRY_RUN', 'ENABLE_GITHUB_PR_ACTION', 'PR_CONFIDENCE_THRESHOLD'];
    const of = (path: string) => names.map((name) => variablesOf(stage, path)[name]);
    expect(of('Actions/Run/Function')).toEqual(['true', stage === 'e2e' ? 'true' : 'false', '0.7']);
    expect(of('IncidentApi/Handler/Function')).toEqual(of('Actions/Run/Function'));
  });

  it('can be set for one deployment, but whether fakes are allowed cannot', () => {
    expect(withActionsContext(CAREFUL_ACTIONS, '{"dryRun":false}')).toEqual({ ...CAREFUL_ACTIONS, dryRun: false });
    expect(withActionsContext(CAREFUL_ACTIONS, undefined)).toBe(CAREFUL_ACTIONS);
    expect(() => withActionsContext(CAREFUL_ACTIONS, '{"loopback":true}')).toThrow(/loopback/);
    expect(() => withActionsContext(CAREFUL_ACTIONS, 'dryRun')).toThrow('cdk context "actions" is not JSON');
  });
});

describe('destinations on the same machine', () => {
  it('are allowed in e2e alone, where they are fakes', () => {
    const allowing = STAGE_NAMES.filter(
      (stage) => variablesOf(stage, 'Actions/Run/Function').ALLOW_LOOPBACK_DESTINATIONS !== undefined,
    );
    expect(allowing).toEqual(['e2e']);
  });

  it('stop the synth of any other stage, as do all addresses without TLS', () => {
    const jira = { site: 'http://127.0.0.1:8080', cloudId: null, email: null };
    const stage = (actions: object) => ({ ...stageConfig('prod'), actions: { ...CAREFUL_ACTIONS, ...actions } });
    expect(() => validStage(stage({ jira }))).toThrow('stage prod: actions.jira.site is not an https address');
    expect(() => validStage(stage({ loopback: true }))).toThrow('actions.loopback is on beside data that is retained');
  });
});

describe('lines of the runner’s log', () => {
  it('are counted into metrics that alarms watch', () => {
    const counted = resourcesOf(template, 'AWS::Logs::MetricFilter').map(({ properties }) => properties);
    const metrics = counted.flatMap(({ MetricTransformations }) => MetricTransformations);
    const watched = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties);
    expect(metrics.map(({ MetricName }) => MetricName)).toEqual([
      'ActionsFailed',
      'ActionsUnknown',
      'ActionsStuck',
      'AutomationDisabled',
    ]);
    for (const { MetricName, MetricNamespace } of metrics)
      expect(watched).toContainEqual(expect.objectContaining({ MetricName, Namespace: MetricNamespace }));
    for (const { LogGroupName } of counted) expect(LogGroupName.Ref).toMatch(/^ActionsRunLogs/);
  });

  it('are found by what the runner writes: its messages, its codes, the counts of a reconcile pass', () => {
    const patterns = resourcesOf(template, 'AWS::Logs::MetricFilter').map(({ properties }) => properties.FilterPattern);
    const looked = patterns.join().matchAll(/"([^"]+)"|\$\.(still_open|retryable)/g);
    const names = new Set([...looked].map(([, text, field]) => text ?? field ?? ''));
    expect(names.size).toBe(6);
    const sources = ['lambdas/run-actions/report-delivery.ts', 'packages/actions/src/execution/run-action.ts'];
    const written = [...sources, 'packages/actions/src/execution/reconcile.ts']
      .map((path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
      .join();
    expect([...names].filter((name) => !written.includes(name))).toEqual([]);
  });
});

describe('docs/actions.md', () => {
  const text = readFileSync(new URL('../../docs/actions.md', import.meta.url), 'utf8');

  it('names every setting of a stage and every variable that an operator may set', () => {
    const wiring = /^(INCIDENTS_TABLE|PACKETS_TABLE|EVIDENCE_BUCKET|EVENT_BUS_NAME|ACCOUNT_ID)$/;
    const variables = Object.keys(RunActionsEnv.shape).filter((name) => !wiring.test(name));
    const names = [...variables, ...Object.keys(CAREFUL_ACTIONS)];
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
  });

  it('names every parameter that the runner may read', () => {
    const parameters = Object.values(variablesOf('prod', 'Actions/Run/Function')).flatMap(
      (value) => /^\/opsrunbook\/prod\/(.+)$/.exec(String(value))?.[1] ?? [],
    );
    expect(parameters).toHaveLength(5);
    expect(parameters.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
