import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AutomationSwitch, SecretParameter } from './parameters.ts';
import type { StageConfig } from './stage-config.ts';

export interface ActionParametersProps {
  readonly stage: StageConfig;
  readonly redactionKey: SecretParameter;
}

/** The parameters of the action runner: its kill switch, which is made here, and its secrets, which an operator writes. */
export class ActionParameters extends Construct {
  readonly #redactionKey: SecretParameter;
  readonly #automation: AutomationSwitch;
  readonly #jiraToken: SecretParameter;
  readonly #teamsWebhook: SecretParameter;
  readonly #privateKey: SecretParameter;

  constructor(scope: Construct, id: string, { stage, redactionKey }: ActionParametersProps) {
    super(scope, id);
    const stageName = stage.name;
    this.#redactionKey = redactionKey;
    this.#automation = new AutomationSwitch(this, 'Automation', { stageName });
    this.#jiraToken = new SecretParameter(this, 'JiraToken', { stageName, name: 'jira-token' });
    this.#teamsWebhook = new SecretParameter(this, 'TeamsWebhook', { stageName, name: 'teams-webhook' });
    this.#privateKey = new SecretParameter(this, 'GitHubPrivateKey', { stageName, name: 'github-private-key' });
  }

  /** Their names, under the variables that the runner reads. */
  get variables() {
    return {
      REDACTION_KEY_PARAMETER: this.#redactionKey.parameterName,
      AUTOMATION_ENABLED_PARAMETER: this.#automation.parameterName,
      JIRA_TOKEN_PARAMETER: this.#jiraToken.parameterName,
      TEAMS_WEBHOOK_PARAMETER: this.#teamsWebhook.parameterName,
      GITHUB_PRIVATE_KEY_PARAMETER: this.#privateKey.parameterName,
    };
  }

  /** Reads each of them and no other. */
  grantRead(grantee: IGrantable): void {
    const secrets = [this.#redactionKey, this.#jiraToken, this.#teamsWebhook, this.#privateKey];
    for (const parameter of [this.#automation, ...secrets]) parameter.grantRead(grantee);
  }
}
