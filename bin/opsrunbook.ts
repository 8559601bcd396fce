import { CollectorsConfigV1, collectorsOfStage } from '@opsrunbook/contracts';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import collectors from '../config/collectors.json' with { type: 'json' };
import { withActionsContext } from '../lib/actions-settings.ts';
import { OpsRunbookStack } from '../lib/opsrunbook-stack.ts';
import { stageConfig, validStage } from '../lib/stage-config.ts';

const app = new App();
const named = stageConfig(String(app.node.tryGetContext('stage') ?? process.env.STAGE ?? 'dev'));
const stage = validStage({
  ...named,
  actions: withActionsContext(named.actions, app.node.tryGetContext('actions')),
});
new OpsRunbookStack(app, { stage, collectors: collectorsOfStage(CollectorsConfigV1.parse(collectors), stage.name) });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
