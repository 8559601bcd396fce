import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { STAGE_NAMES, stageConfig } from '../../lib/stage-config.ts';
import { buildStack } from './synthesize.ts';

const packs = () => [new AwsSolutionsChecks(), new ServerlessChecks(), new NIST80053R5Checks()];

const acknowledged = (stack: IConstruct): readonly { readonly id: string; readonly reason: string }[] =>
  stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data).map(([id, reason]) => ({ id, reason: String(reason) })));

describe('cdk-nag', () => {
  it.each(STAGE_NAMES)(
    'finds nothing open in %s with the packs AwsSolutions, Serverless and NIST 800-53 r5',
    (stage) => {
      const stack = buildStack(stageConfig(stage));
      const open = packs().flatMap((pack) => pack.validateScope(stack).violations);
      expect(open.map(({ ruleName, violatingResources }) => ({ ruleName, violatingResources }))).toEqual([]);
    },
  );

  it('is told a reason for everything that stays', () => {
    const findings = acknowledged(buildStack(stageConfig('dev')));
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ reason }) => reason.split(' ').length < 6)).toEqual([]);
  });
});
