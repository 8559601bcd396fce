import { readFileSync } from 'node:fs';
import { CollectorsConfigV1, collectorsOfStage } from '@opsrunbook/contracts';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OpsRunbookStack } from '../../lib/opsrunbook-stack.ts';
import { type StageConfig, type StageName, stageConfig } from '../../lib/stage-config.ts';

const readJson = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** config/collectors.json as it is deployed. */
export const DEPLOYED_COLLECTORS: CollectorsConfigV1 = CollectorsConfigV1.parse(readJson('config/collectors.json'));

/** The stack of a stage as `cdk synth` builds it, without bundling the functions. */
export const buildStack = (
  stage: StageConfig,
  collectors = collectorsOfStage(DEPLOYED_COLLECTORS, stage.name),
): OpsRunbookStack => {
  const context = {
    ...readJson('cdk.json').context,
    'aws:cdk:bundling-stacks': [],
    'aws:cdk:enable-path-metadata': true,
  };
  return new OpsRunbookStack(new App({ context }), { stage, collectors });
};

const templates = new Map<StageName, Template>();

/** The template of a stage, built once per test file. */
export const templateOf = (name: StageName): Template => {
  const template = templates.get(name) ?? Template.fromStack(buildStack(stageConfig(name)));
  templates.set(name, template);
  return template;
};

/** One resource of a template: its path in the stack and its properties. */
export interface Resource {
  readonly id: string;
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>> & ReturnType<typeof JSON.parse>;
  readonly deletionPolicy: string | undefined;
}

/** The resources of a type, in the order of the template; `/Resource` and the stack's name are left out of paths. */
export const resourcesOf = (template: Template, type: string): readonly Resource[] =>
  Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    path: shortPath(resource.Metadata['aws:cdk:path']),
    properties: resource.Properties,
    deletionPolicy: resource.DeletionPolicy,
  }));

const shortPath = (path: string): string => path.replace(/^[^/]+\//, '').replace(/\/Resource$/, '');
