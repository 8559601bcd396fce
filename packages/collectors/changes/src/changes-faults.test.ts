import { describe, expect, it } from '@jest/globals';
import { awsError, type FakeChangesCall } from '@opsrunbook/testing';
import { called, collecting, parameter, STACK, stackEvent, version } from './test-setup.ts';

const SOURCE = {
  events: [called('UpdateFunctionCode', -2)],
  functions: { pay: [version('7', -2)] },
  parameters: [parameter('/shop/rate', 2, -3)],
  stacks: { [STACK]: [stackEvent('UPDATE_COMPLETE', -2)] },
};
const SCOPE = { resources: [{ type: 'lambda' as const, name: 'pay' }], resource_arns: [STACK] };

const refusing = (refused: FakeChangesCall, name = 'AccessDeniedException') => ({
  ...SOURCE,
  onCall: (call: FakeChangesCall) => {
    if (call === refused) throw awsError(name);
  },
});

describe('the changes collector in front of a failing source', () => {
  it.each([
    ['LookupEvents', 'cloudtrail:LookupEvents on *', ['ssm', 'cloudformation', 'lambda']],
    ['DescribeStackEvents', `cloudformation:DescribeStackEvents on ${STACK}`, ['ssm', 'lambda', 'cloudtrail']],
    [
      'ListVersionsByFunction',
      'lambda:ListVersionsByFunction on arn:aws:lambda:*:*:function:pay',
      ['ssm', 'cloudformation', 'cloudtrail'],
    ],
    ['DescribeParameters', 'ssm:DescribeParameters on *', ['cloudformation', 'lambda', 'cloudtrail']],
  ] as const)('keeps what the others told when %s is refused, and names the permission', async (call, fix, sources) => {
    const { data, reasons, asked, answered } = await collecting(refusing(call), { scope: SCOPE });
    expect(new Set(data.changes.map(({ source }) => source))).toEqual(new Set(sources));
    expect(reasons).toMatchObject([{ code: 'access_denied', fix: expect.stringContaining(fix) }]);
    expect(answered).toBeLessThan(asked);
  });

  it('asks a service that refuses only once', async () => {
    const { client } = await collecting(refusing('LookupEvents'), { scope: SCOPE });
    expect(client.count('LookupEvents')).toBe(1);
  });

  it('knows the last version of a parameter whose history may not be read', async () => {
    const { data, reasons } = await collecting(refusing('GetParameterHistory'), { scope: SCOPE });
    expect(data.changes.find(({ source }) => source === 'ssm')).toMatchObject({
      resource: '/shop/rate',
      actor: 'admin',
      detail: 'version 2, SecureString',
    });
    expect(reasons).toMatchObject([
      {
        code: 'access_denied',
        fix: expect.stringContaining('ssm:GetParameterHistory on arn:aws:ssm:*:*:parameter/shop'),
      },
    ]);
  });

  it('names a function and a stack that do not exist, and reads the others', async () => {
    const gone = STACK.replace('/shop/', '/gone/');
    const scope = {
      resources: [
        { type: 'lambda' as const, name: 'pay' },
        { type: 'lambda' as const, name: 'gone' },
      ],
      resource_arns: [gone, STACK],
    };
    const { data, reasons } = await collecting(SOURCE, { scope });
    expect(new Set(data.changes.map(({ source }) => source)).size).toBe(4);
    expect(reasons.map(({ code, subject }) => [code, subject])).toEqual([
      ['not_found', 'gone'],
      ['invalid_request', gone],
    ]);
  });

  it('keeps what is known of an event whose details are malformed', async () => {
    const events = [called('UpdateFunctionCode', -2, {}, { CloudTrailEvent: '{"userIdentity":' })];
    const { data, reasons } = await collecting({ events });
    expect(data.changes).toMatchObject([{ action: 'UpdateFunctionCode', actor: null, detail: 'lambda.amazonaws.com' }]);
    expect(reasons).toMatchObject([{ code: 'partial_data', subject: 'pay' }]);
  });

  it('keeps the pages it read before a later page failed', async () => {
    const events = [1, 2, 3].map((minute) => called('UpdateAlias', minute));
    const onCall = (call: FakeChangesCall, count: number) => {
      if (call === 'LookupEvents' && count === 2) throw awsError('InvalidNextTokenException');
    };
    const { data, reasons } = await collecting({ events, itemsPerPage: 1, onCall });
    expect(data.changes).toHaveLength(2);
    expect(reasons).toMatchObject([{ code: 'invalid_request' }]);
  });

  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: FakeChangesCall, count: number) => {
      if (call === 'ListVersionsByFunction' && count < 2) throw awsError('TooManyRequestsException');
    };
    const { reasons, slept } = await collecting({ ...SOURCE, onCall });
    expect({ reasons, slept: slept.slice(0, 2) }).toEqual({ reasons: [], slept: [200, 400] });
  });

  it('finds nothing where nothing changed, and that is an answer', async () => {
    const { data, reasons, asked, answered } = await collecting({});
    expect({ changes: data.changes, reasons, missing: asked - answered }).toEqual({
      changes: [],
      reasons: [],
      missing: 0,
    });
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting({ onCall })).rejects.toThrow(TypeError);
  });
});
