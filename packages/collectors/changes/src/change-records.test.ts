import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { LambdaClient, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';
import { GetParameterHistoryCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { changeRecordsOf } from './change-records.ts';

const region = 'eu-central-1';

describe('the real clients behind the port', () => {
  it('give no value of a parameter, and never ask for one to be decrypted', async () => {
    const ssm = new SSMClient({ region });
    const mock = mockClient(ssm)
      .on(GetParameterHistoryCommand)
      .resolves({
        Parameters: [{ Name: '/shop/rate', Version: 2, Value: 'canary' }],
      });
    const records = changeRecordsOf({ ...clients(), ssm });
    const answer = await records.getParameterHistory({ Name: '/shop/rate', WithDecryption: true });
    expect(answer.Parameters).toEqual([{ Name: '/shop/rate', Version: 2 }]);
    expect(mock.commandCalls(GetParameterHistoryCommand)[0]?.args[0].input.WithDecryption).toBe(false);
  });

  it('give no environment variable of a function', async () => {
    const lambda = new LambdaClient({ region });
    mockClient(lambda)
      .on(ListVersionsByFunctionCommand)
      .resolves({
        Versions: [{ Version: '7', Environment: { Variables: { API_KEY: 'canary' } } }],
      });
    const answer = await changeRecordsOf({ ...clients(), lambda }).listVersionsByFunction({ FunctionName: 'pay' });
    expect(JSON.stringify(answer)).toBe('{"Versions":[{"Version":"7"}]}');
  });
});

const clients = () => ({
  cloudTrail: new CloudTrailClient({ region }),
  cloudFormation: new CloudFormationClient({ region }),
  lambda: new LambdaClient({ region }),
  ssm: new SSMClient({ region }),
});
