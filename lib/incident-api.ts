import { objectKeys } from '@opsrunbook/contracts';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { switchVariables } from './actions-settings.ts';
import type { AlarmRegistry } from './monitoring.ts';
import type { SecretParameter } from './parameters.ts';
import { ServiceFunction } from './service-function.ts';
import type { ApiAuthorization, StageConfig } from './stage-config.ts';
import { ANY_RUN, type Storage } from './storage.ts';

/** Below the 30 s after which the gateway gives up, so that the client gets our problem document and not its 503. */
const API_TIMEOUT = Duration.seconds(28);

export interface IncidentApiProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  readonly storage: Storage;
  /** The workflow that a report starts. */
  readonly workflow: StateMachine;
  readonly redactionKey: SecretParameter;
}

/** The HTTP API: every route authorised at the gateway, throttled, logged, and answered by one function. */
export class IncidentApi extends Construct {
  readonly api: HttpApi;
  readonly handler: ServiceFunction;

  constructor(scope: Construct, id: string, props: IncidentApiProps) {
    super(scope, id);
    this.handler = this.#handler(props);
    this.api = new HttpApi(this, 'Api', {
      description: `Incidents, runs and packets of OpsRunbook ${props.stage.name}`,
      createDefaultStage: false,
      defaultAuthorizer: authorizer(props.stage.authorization),
    });
    this.#addRoutes();
    this.#addStage(props.stage);
    props.alarms.add(this, 'ServerErrors', {
      severity: 'critical',
      summary: 'The API answered with 5xx: reports may be lost.',
      article: 'api-server-errors',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: Stats.SUM }),
    });
  }

  /** The address of the API, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  #addRoutes(): void {
    const integration = new HttpLambdaIntegration('Handler', this.handler.function);
    const routes = [
      { path: '/v1/{proxy+}', methods: [HttpMethod.GET, HttpMethod.POST] },
      { path: '/health', methods: [HttpMethod.GET] },
      { path: '/openapi.json', methods: [HttpMethod.GET] },
    ];
    for (const route of routes) this.api.addRoutes({ ...route, integration });
  }

  #addStage(stage: StageConfig): void {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetention,
      removalPolicy: stage.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: stage.apiRate.perSecond, burstLimit: stage.apiRate.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG_FORMAT },
    });
  }

  #handler({ stage, alarms, storage, workflow, redactionKey }: IncidentApiProps): ServiceFunction {
    const handler = new ServiceFunction(this, 'Handler', {
      lambda: 'api',
      stage,
      alarms,
      description: 'Answers the incident API',
      timeout: API_TIMEOUT,
      environment: {
        STAGE: stage.name,
        INCIDENTS_TABLE: storage.incidents.tableName,
        SNAPSHOTS_TABLE: storage.snapshots.tableName,
        PACKETS_TABLE: storage.packets.tableName,
        EVIDENCE_BUCKET: storage.bucket.bucketName,
        STATE_MACHINE_ARN: workflow.stateMachineArn,
        REDACTION_KEY_PARAMETER: redactionKey.parameterName,
        ...switchVariables(stage.actions), // replay plans as the runner does
      },
      onError: {
        severity: 'critical',
        summary: 'The API function failed or ran out of time: reports may be lost.',
        article: 'api-function-errors',
      },
    });
    for (const table of [storage.incidents, storage.snapshots, storage.packets]) storage.grantReadItems(handler, table);
    storage.grantWriteItems(handler, storage.incidents);
    storage.grantWriteItems(handler, storage.snapshots); // the RUN item of every run
    storage.grantReadObjects(handler, 'evidence/*');
    storage.grantCreateObjects(handler, objectKeys.request(ANY_RUN)); // the request every run begins with
    storage.grantReadObjects(handler, 'packets/*');
    workflow.grantStartExecution(handler);
    workflow.grantExecution(handler, 'states:DescribeExecution');
    redactionKey.grantRead(handler);
    return handler;
  }
}

/** One JSON line per request: who, what, how long; no header, query or body. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    at: '$context.requestTime',
    caller: '$context.identity.caller',
    source_ip: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    latency_ms: '$context.responseLatency',
    integration_error: '$context.integrationErrorMessage',
  }),
);

const authorizer = (authorization: ApiAuthorization): IHttpRouteAuthorizer => {
  if (authorization.kind === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', authorization.issuer, { jwtAudience: [...authorization.audience] });
};
