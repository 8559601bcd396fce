import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LAMBDA_BUNDLING } from './lambda-bundling.ts';
import type { LambdaEnvironments, LambdaName } from './lambda-environments.ts';
import type { AlarmRegistry, AlarmSpec } from './monitoring.ts';
import type { StageConfig } from './stage-config.ts';

const REPOSITORY = join(import.meta.dirname, '..');

const ARCHITECTURES = { arm64: Architecture.ARM_64, x86_64: Architecture.X86_64 } as const;

/** Variables of every function; what the caller sets wins. */
const COMMON_ENVIRONMENT = {
  NODE_OPTIONS: '--enable-source-maps',
  POWERTOOLS_METRICS_NAMESPACE: 'OpsRunbook',
};

export interface ServiceFunctionProps<Name extends LambdaName> {
  /** The folder under lambdas/ whose index.ts exports `handler`. */
  readonly lambda: Name;
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  readonly description: string;
  readonly environment: LambdaEnvironments[Name];
  readonly timeout: Duration;
  /** In MiB. Absent: 512, where a third of a processor parses a few megabytes of JSON in well under a second. */
  readonly memorySize?: number;
  /** What one failed invocation means. */
  readonly onError: Pick<AlarmSpec, 'severity' | 'summary' | 'article'>;
  /** Executions kept for it alone, and the most it gets. Absent or null: as many as the account has left. */
  readonly reservedConcurrency?: number | null;
  /** Where events go that failed every attempt. Absent: the function is only called synchronously and its caller sees the failure. */
  readonly deadLetterQueue?: IQueue;
}

/**
 * A function of this product: its own role with nothing but its own log group to begin with, logs that expire, a timeout, and alarms
 * on errors and throttling. Grants are the business of the construct that needs them.
 */
export class ServiceFunction<Name extends LambdaName = LambdaName> extends Construct implements IGrantable {
  readonly function: NodejsFunction;
  readonly logGroup: LogGroup;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Name>) {
    super(scope, id);
    const { stage, lambda, timeout, deadLetterQueue, reservedConcurrency } = props;
    this.timeout = timeout;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: stage.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs ${lambda}`,
    });
    this.logGroup.grantWrite(role);
    this.function = new NodejsFunction(this, 'Function', {
      entry: join(REPOSITORY, 'lambdas', lambda, 'index.ts'),
      projectRoot: REPOSITORY,
      depsLockFilePath: join(REPOSITORY, 'package-lock.json'),
      bundling: LAMBDA_BUNDLING,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: ARCHITECTURES[stage.architecture],
      memorySize: props.memorySize ?? 512,
      timeout,
      role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: { ...COMMON_ENVIRONMENT, ...variablesOf(props.environment) },
      ...(reservedConcurrency == null ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
    });
    this.#addAlarms(props);
  }

  get grantPrincipal(): IPrincipal {
    return this.function.grantPrincipal;
  }

  #addAlarms({ alarms, onError, lambda }: ServiceFunctionProps<Name>): void {
    const everyFiveMinutes = { period: Duration.minutes(5), statistic: Stats.SUM };
    alarms.add(this, 'Errors', { ...onError, metric: this.function.metricErrors(everyFiveMinutes) });
    alarms.add(this, 'Throttles', {
      severity: 'warning',
      summary: `Lambda turned calls of ${lambda} away: the account's concurrency is used up.`,
      article: 'function-throttled',
      metric: this.function.metricThrottles(everyFiveMinutes),
    });
  }
}

/** The variables that are set: an optional one that is undefined is left out. */
const variablesOf = (environment: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
