import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Monitoring } from '../../lib/monitoring.ts';
import { RUNBOOK_ARTICLES, readRunbook, runbookAnchors } from '../../lib/runbook.ts';
import { stageConfig } from '../../lib/stage-config.ts';
import { resourcesOf, templateOf } from './synthesize.ts';

const alarms = resourcesOf(templateOf('dev'), 'AWS::CloudWatch::Alarm');
const articleOf = (description: string): string | undefined =>
  /Runbook: docs\/runbook\.md#([a-z-]+)$/.exec(description)?.[1];

/** What each stage of the pipeline must be watched for. */
const WATCHED = [
  'IncidentApi/ServerErrors',
  'IncidentApi/Handler/Errors',
  'IncidentApi/Handler/Throttles',
  'Orchestrator/RunsFailed',
  'Orchestrator/RunsTimedOut',
  'Orchestrator/Seal/Errors',
  'Analyzer/Analyze/Errors',
  'Analyzer/DeadLetters/Depth',
  'Analyzer/DeadLetters/Age',
  'Actions/Run/Errors',
  'Actions/ActionsFailed',
  'Actions/ActionsUnknown',
  'Actions/ActionsStuck',
  'Actions/AutomationDisabled',
  'Actions/DeadLetters/Depth',
  'Actions/DeadLetters/Age',
  'Collectors/cloudwatch-logs/Errors',
];

describe('alarms', () => {
  it('watch every stage, every function and every dead-letter queue', () => {
    const paths = alarms.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(WATCHED));
    for (const { path } of resourcesOf(templateOf('dev'), 'AWS::Lambda::Function')) {
      const owner = path.replace(/\/Function$/, '');
      expect(paths).toEqual(expect.arrayContaining([`${owner}/Errors`, `${owner}/Throttles`]));
    }
    for (const { path, properties } of resourcesOf(templateOf('dev'), 'AWS::SQS::Queue')) {
      const owner = path.replace(/\/Queue$/, '');
      // Where work waits, waiting is usual until it takes long; among dead letters it never is.
      const watched = properties.RedrivePolicy === undefined ? [`${owner}/Depth`, `${owner}/Age`] : [`${owner}Age`];
      expect(paths).toEqual(expect.arrayContaining(watched));
    }
  });

  it('are named by their path, tell their severity first and their article last', () => {
    for (const { path, properties } of alarms) {
      expect(properties.AlarmName).toBe(`OpsRunbook-dev/${path}`);
      expect(properties.AlarmDescription).toMatch(/^\[(critical|warning)\] /);
      expect(runbookAnchors(readRunbook())).toContain(articleOf(properties.AlarmDescription));
    }
  });

  it('tell the topic of their severity when they go off and when they are over', () => {
    for (const { properties } of alarms) {
      const severity = properties.AlarmDescription.startsWith('[critical]')
        ? 'MonitoringCritical'
        : 'MonitoringWarning';
      expect(properties.AlarmActions[0].Ref).toMatch(new RegExp(`^${severity}`));
      expect(properties.OKActions).toEqual(properties.AlarmActions);
    }
  });

  it('stay silent without traffic, the usual state of an incident tool', () => {
    expect(new Set(alarms.map(({ properties }) => properties.TreatMissingData))).toEqual(new Set(['notBreaching']));
  });

  it('stop the synth when the runbook lacks their article', () => {
    const stack = new Stack(new App(), 'Stack');
    const monitoring = new Monitoring(stack, 'Monitoring', stageConfig('dev'));
    const metric = new Metric({ namespace: 'OpsRunbook', metricName: 'Redactions' });
    const [article] = RUNBOOK_ARTICLES;
    const misspelt = { severity: 'warning', summary: 'Something.', article, metric } as const;
    expect(() => monitoring.add(stack, 'Known', misspelt)).not.toThrow();
    Object.defineProperty(misspelt, 'article', { value: 'no-such-article' });
    expect(() => monitoring.add(stack, 'Unknown', misspelt)).toThrow(
      'alarm Stack/Unknown links the article "no-such-article", which docs/runbook.md lacks',
    );
  });

  it('reach CloudWatch’s topics: a key and a policy of their own let it publish', () => {
    const keys = resourcesOf(templateOf('dev'), 'AWS::KMS::Key').flatMap(
      ({ properties }) => properties.KeyPolicy.Statement,
    );
    const topics = resourcesOf(templateOf('dev'), 'AWS::SNS::TopicPolicy').map(
      ({ properties }) => properties.PolicyDocument.Statement,
    );
    const fromHere = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    };
    expect(keys).toContainEqual(
      expect.objectContaining({ ...fromHere, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    );
    for (const statements of topics)
      expect(statements).toContainEqual(expect.objectContaining({ ...fromHere, Action: 'sns:Publish' }));
  });
});

describe('the runbook', () => {
  const articles = readRunbook().split(/^## /m).slice(1);

  it('has an article for every alarm and no others', () => {
    expect(runbookAnchors(readRunbook())).toEqual(RUNBOOK_ARTICLES);
    expect(new Set(alarms.map(({ properties }) => articleOf(properties.AlarmDescription)))).toEqual(
      new Set(RUNBOOK_ARTICLES),
    );
  });

  it.each(articles.map((article) => [article.split('\n')[0] ?? '', article]))(
    'tells of "%s" what it is, how to look, what to do',
    (_title, article) => {
      const parts = [...article.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part);
      expect(parts).toEqual(['Description', 'Investigation', 'Resolution']);
    },
  );

  it('names resources that exist, each command exactly one', () => {
    const resources = Object.entries(templateOf('dev').toJSON().Resources).map(([id, resource]) => ({
      id,
      type: String(Object(resource).Type),
    }));
    const text = readRunbook();
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    const logged = [...text.matchAll(/^(?:.*`)?failures (\w+)/gm), ...table.join().matchAll(/`(\w+)`/g)];
    const named = [
      ...[...text.matchAll(/\$\(res (\w+::\w+) (\w+)\)/g)].map(([, type, id]) => ({
        type: `AWS::${type}`,
        id: id ?? '',
      })),
      ...logged.map(([, id]) => ({ type: 'AWS::Logs::LogGroup', id: id ?? '' })),
    ];
    expect(named.length).toBeGreaterThan(8);
    for (const { type, id } of named) {
      const found = resources.filter((resource) => resource.type === type && resource.id.startsWith(id));
      expect({ type, id, found: found.length }).toEqual({ type, id, found: 1 });
    }
  });
});
