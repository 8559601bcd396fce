import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { StageName } from './stage-config.ts';

export interface SecretParameterProps {
  readonly stageName: StageName;
  /** The last part of the parameter's name: `/opsrunbook/{stage}/{name}`. */
  readonly name: string;
}

/**
 * Names an SSM SecureString that an operator creates out of band: CloudFormation cannot, and a secret has no business in a template.
 * It is under the AWS-managed key, which lets every principal decrypt that may read the parameter, so no grant on a key is needed.
 */
export class SecretParameter extends Construct {
  readonly parameterName: string;

  constructor(scope: Construct, id: string, { stageName, name }: SecretParameterProps) {
    super(scope, id);
    this.parameterName = `/opsrunbook/${stageName}/${name}`;
  }

  /** Reads this parameter's value and nothing else. */
  grantRead(grantee: IGrantable): void {
    grantGetParameter(this, grantee, this.parameterName);
  }
}

/**
 * The kill switch: a plain parameter that says `true` while actions may run. An operator turns actions off by writing anything else;
 * a run that is under way notices within a second. A deployment leaves it as it was unless this code changes.
 */
export class AutomationSwitch extends Construct {
  readonly parameterName: string;

  constructor(scope: Construct, id: string, { stageName }: Pick<SecretParameterProps, 'stageName'>) {
    super(scope, id);
    this.parameterName = `/opsrunbook/${stageName}/automation-enabled`;
    new StringParameter(this, 'Parameter', {
      parameterName: this.parameterName,
      stringValue: 'true',
      description: 'true lets OpsRunbook act; anything else stops every action at once',
      allowedPattern: '^(true|false)$',
    });
  }

  /** Reads whether actions may run and nothing else. */
  grantRead(grantee: IGrantable): void {
    grantGetParameter(this, grantee, this.parameterName);
  }
}

const grantGetParameter = (scope: Construct, grantee: IGrantable, name: string): void => {
  const arn = Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
  Grant.addToPrincipal({ grantee, actions: ['ssm:GetParameter'], resourceArns: [arn] }).assertSuccess();
};
