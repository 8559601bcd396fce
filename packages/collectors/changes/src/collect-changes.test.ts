import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, at, called, collecting, parameter, SCOPE, STACK, stackEvent, version } from './test-setup.ts';

const PAY_ARN = `arn:aws:lambda:${ACCOUNT}:function:pay`;

describe('calls that CloudTrail recorded', () => {
  it('tell what was done to the service, when, by which role, and whether it failed', async () => {
    const { data, reasons } = await collecting({
      events: [called('UpdateFunctionCode', -2), called('DeleteFunction', 3, { errorCode: 'AccessDenied' })],
    });
    expect(data.changes).toEqual([
      {
        at_ms: at(-2).getTime(),
        source: 'cloudtrail',
        action: 'UpdateFunctionCode',
        resource: 'pay',
        actor: 'deployer',
        detail: 'lambda.amazonaws.com by AssumedRole',
        error: null,
      },
      expect.objectContaining({ action: 'DeleteFunction', error: 'AccessDenied' }),
    ]);
    expect(reasons).toEqual([]);
  });

  it('keep no parameter, address, user agent or session name', async () => {
    const { data } = await collecting({ events: [called('UpdateFunctionConfiguration', -2)] });
    expect(JSON.stringify(data)).not.toMatch(/canary|198\.51|jane/);
  });

  it.each([
    [{ type: 'IAMUser', userName: 'jane' }, 'jane'],
    [{ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'autoscaling.amazonaws.com'],
    [{ type: 'Root' }, 'root'],
    [{ type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/ops/jane@example.com' }, 'ops'],
    [{ type: 'FederatedUser', arn: 'arn:aws:iam::123456789012:user/team/joe' }, 'joe'],
    [{}, null],
  ])('of %j are made by %s', async (userIdentity, actor) => {
    const { data } = await collecting({ events: [called('UpdateAlias', 1, { userIdentity })] });
    expect(data.changes[0]?.actor).toBe(actor);
  });

  it('that only read are no changes, and those outside the run’s time are not asked for', async () => {
    const { data } = await collecting({
      events: [
        called('GetFunction', -1, { readOnly: true }),
        called('ListTags', -1, {}, { ReadOnly: 'true', CloudTrailEvent: '{' }),
        called('TooEarly', -31),
        called('TooLate', 30),
      ],
    });
    expect(data.changes).toEqual([]);
  });

  it('count once when they name several things of the scope', async () => {
    const Resources = [{ ResourceName: 'pay' }, { ResourceName: PAY_ARN }];
    const { data, client } = await collecting(
      { events: [called('UpdateFunctionCode', -2, {}, { Resources })] },
      { scope: { resource_arns: [PAY_ARN] } },
    );
    expect(data.changes.map(({ resource }) => resource)).toEqual([PAY_ARN]);
    expect(client.count('LookupEvents')).toBe(2);
  });

  it('are asked for page by page, never faster than CloudTrail allows', async () => {
    const events = Array.from({ length: 7 }, (_, n) => called('UpdateAlias', n));
    const { data, client, reasons } = await collecting({ events, itemsPerPage: 1 });
    expect({ changes: data.changes.length, lookups: client.count('LookupEvents'), reasons }).toEqual({
      changes: 7,
      lookups: 7,
      reasons: [],
    });
  });
});

describe('deployments', () => {
  it('are told by their stack: its start and end, what became of each resource, and why one failed', async () => {
    const stack = { PhysicalResourceId: STACK, LogicalResourceId: 'shop', ResourceType: 'AWS::CloudFormation::Stack' };
    const { data } = await collecting(
      {
        stacks: {
          [STACK]: [
            stackEvent('UPDATE_IN_PROGRESS', -9, stack),
            stackEvent('UPDATE_IN_PROGRESS', -8),
            stackEvent('UPDATE_FAILED', -7, { ResourceStatusReason: 'role is missing' }),
            stackEvent('UPDATE_ROLLBACK_COMPLETE', -6, stack),
            stackEvent('CREATE_COMPLETE', -600, stack),
          ],
        },
      },
      { scope: { resource_arns: [STACK] } },
    );
    expect(data.changes.map(({ action, resource, error }) => [action, resource, error])).toEqual([
      ['UPDATE_IN_PROGRESS', STACK, null],
      ['UPDATE_FAILED', 'pay', 'UPDATE_FAILED'],
      ['UPDATE_ROLLBACK_COMPLETE', STACK, 'UPDATE_ROLLBACK_COMPLETE'],
    ]);
    expect(data.changes[1]?.detail).toBe('AWS::Lambda::Function Pay of shop: role is missing');
    expect(JSON.stringify(data)).not.toContain('canary');
  });

  it('that nobody hinted are found through the events that name their stack', async () => {
    const Resources = [{ ResourceName: 'pay' }, { ResourceType: 'AWS::CloudFormation::Stack', ResourceName: STACK }];
    const { data } = await collecting({
      events: [called('UpdateFunctionCode', -2, {}, { Resources })],
      stacks: { [STACK]: [stackEvent('UPDATE_COMPLETE', -2)] },
    });
    expect(data.changes.map(({ source }) => source)).toEqual(['cloudformation', 'cloudtrail']);
  });

  it('are read no further back than the baseline', async () => {
    const old = Array.from({ length: 20 }, (_, n) => stackEvent('UPDATE_COMPLETE', -100 - n));
    const { client } = await collecting(
      { stacks: { [STACK]: [stackEvent('UPDATE_COMPLETE', -1), ...old] }, itemsPerPage: 2 },
      { scope: { resource_arns: [STACK] } },
    );
    expect(client.count('DescribeStackEvents')).toBe(1);
  });
});

describe('functions', () => {
  it('tell when their code changed, which version was published, and which alias points to it', async () => {
    const { data } = await collecting(
      {
        functions: { pay: [version('$LATEST', -3), version('6', -600), version('7', -2)] },
        aliases: { 'pay:live': '7' },
      },
      { scope: { resource_arns: [`${PAY_ARN}:live`] } },
    );
    expect(data.changes.map(({ action, detail }) => [action, detail])).toEqual([
      ['UpdateFunction', 'version $LATEST, code sha256 sha-of-$LATEST'],
      ['PublishVersion', 'version 7, code sha256 sha-of-7, alias live points to it'],
    ]);
    expect(JSON.stringify(data)).not.toContain('canary');
  });

  it('that did not change are not asked for their aliases', async () => {
    const source = { functions: { pay: [version('7', -600)] }, aliases: { 'pay:live': '7' } };
    const { client } = await collecting(source, { scope: { resource_arns: [`${PAY_ARN}:live`] } });
    expect(client.count('GetAlias')).toBe(0);
  });
});

describe('parameters', () => {
  it('tell each version of the run’s time: number, type, when and by which role, never a value', async () => {
    const { data } = await collecting({
      parameters: [parameter('/shop/rate', 1, -40), parameter('/shop/rate', 2, -9), parameter('/shop/rate', 3, -8)],
    });
    expect(data.changes.map(({ resource, action, actor, detail }) => [resource, action, actor, detail])).toEqual([
      ['/shop/rate', 'PutParameter', 'admin', 'version 2, SecureString'],
      ['/shop/rate', 'PutParameter', 'admin', 'version 3, SecureString'],
    ]);
    expect(JSON.stringify(data)).not.toMatch(/canary|jane/);
  });

  it('that did not change since the baseline began, and our own, are left alone', async () => {
    const { data, client } = await collecting({
      parameters: [parameter('/shop/old', 1, -40), parameter('/opsrunbook/prod/redaction-key', 2, -1)],
    });
    expect([data.changes, client.count('GetParameterHistory')]).toEqual([[], 0]);
  });
});

describe('the budget', () => {
  it('keeps changes near the onset, those before it first', async () => {
    const events = [-20, -3, 2, 9].map((minute) => called('UpdateAlias', minute));
    const { data, meter } = await collecting({ events }, { rows: 2 });
    expect(data.changes.map(({ at_ms }) => at_ms)).toEqual([at(-3).getTime(), at(2).getTime()]);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'changes', limit: 2, dropped: 2 }]);
  });

  it('ends in time, quick services first', async () => {
    const { data, reasons, meter } = await collecting(
      { parameters: [parameter('/shop/rate', 2, -3)], events: [called('UpdateAlias', -2)] },
      { scope: SCOPE, seconds: 15, msPerCall: 5_000 },
    );
    expect(data.changes.map(({ source }) => source)).toEqual(['ssm']);
    expect(reasons).toMatchObject([{ code: 'timeout', subject: 'pay' }]);
    expect(meter.cuts).toMatchObject([{ what: 'seconds' }]);
  });
});
