import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { stageConfig } from '../../lib/stage-config.ts';
import { buildStack, resourcesOf, templateOf } from './synthesize.ts';

const routesOf = (template: Template) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ properties }) => ({
    route: properties.RouteKey,
    authorization: properties.AuthorizationType,
  }));

describe('the HTTP API', () => {
  it('asks for a SigV4 signature on every route', () => {
    expect(routesOf(templateOf('prod'))).toEqual([
      { route: 'GET /v1/{proxy+}', authorization: 'AWS_IAM' },
      { route: 'POST /v1/{proxy+}', authorization: 'AWS_IAM' },
      { route: 'GET /health', authorization: 'AWS_IAM' },
      { route: 'GET /openapi.json', authorization: 'AWS_IAM' },
    ]);
  });

  it('asks for a token of one issuer and audience instead when the stage says so', () => {
    const authorization = { kind: 'jwt', issuer: 'https://issuer.example', audience: ['opsrunbook'] } as const;
    const template = Template.fromStack(buildStack({ ...stageConfig('dev'), authorization }));
    expect(new Set(routesOf(template).map((route) => route.authorization))).toEqual(new Set(['JWT']));
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['opsrunbook'] },
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  it('limits the rate, and logs each request without headers, query or body', () => {
    const [stage] = resourcesOf(templateOf('prod'), 'AWS::ApiGatewayV2::Stage');
    expect(stage?.properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 25, ThrottlingBurstLimit: 50 },
    });
    const fields = Object.values(JSON.parse(stage?.properties.AccessLogSettings.Format));
    expect(fields.filter((field) => /header|querystring|body|authorizer/i.test(String(field)))).toEqual([]);
  });

  it('lets its function answer before the gateway gives up after 30 s', () => {
    const handler = resourcesOf(templateOf('prod'), 'AWS::Lambda::Function').find(({ path }) =>
      path.startsWith('IncidentApi/'),
    );
    expect(handler?.properties.Timeout).toBeLessThan(30);
  });
});
