import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
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
    const resourceArns = [
      Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: this.parameterName.slice(1) }),
    ];
    Grant.addToPrincipal({ grantee, actions: ['ssm:GetParameter'], resourceArns }).assertSuccess();
  }
}
