import { describe, expect, it } from '@jest/globals';
import { ALPHANUMERIC, characters, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';

const token = characters(seededRandom(8), ALPHANUMERIC, 40);

describe('URLs', () => {
  it.each([
    ['postgres://app:river-quartz-81@db.example.com:5432/x', 'postgres://app:{url_credentials}@db.example.com:5432/x'],
    ['redis://:s3cr3t@cache:6379/0', 'redis://:{url_credentials}@cache:6379/0'],
    ['ftp://bob:p@ss1@ftp.example.com/', 'ftp://bob:{url_credentials}@ftp.example.com/'],
    [`https://${token}@github.com/o/r.git`, 'https://{url_credentials}@github.com/o/r.git'],
    [`https://x-access-token:${token}@github.com/o/r`, 'https://x-access-token:{url_credentials}@github.com/o/r'],
    ['https://user:pa/ss@host.example/x', 'https://user:{url_credentials}@host.example/x'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'https://example.com:8443/path@v2',
    'https://cdn.example.com/npm/react@18.2.0/react.js',
    'https://\u0024{USER}:\u0024{PASS}@host/x',
    'https://user:***@host/x',
    'postgres://user:<password>@host/db',
    'mongodb://db1:27017,db2:27017/x?replicaSet=rs0',
    'ssh://git@github.com/org/repo.git',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });

  it.each([
    [
      `https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/${token}`,
      'https://hooks.slack.com/services/{slack_webhook}',
    ],
    [
      `https://x.webhook.office.com/webhookb2/${token}@${token}/IncomingWebhook/${token}`,
      'https://x.webhook.office.com/webhookb2/{teams_webhook}',
    ],
    [
      `https://discord.com/api/webhooks/123456789012345678/${token}`,
      'https://discord.com/api/webhooks/{discord_webhook}',
    ],
    [
      `https://prod-1.westeurope.logic.azure.com:443/workflows/a/triggers/m/paths/invoke?sv=1.0&sig=${token}`,
      'https://prod-1.westeurope.logic.azure.com:443/workflows/a/triggers/m/paths/invoke?sv=1.0&sig={signature}',
    ],
    [
      `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${token}&x=1`,
      'https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature={signature}&x=1',
    ],
  ])('the secret part of %s goes', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it('a webhook path shorter than any token stays', () => {
    expect(marked('https://hooks.slack.com/services/T0/B0')).toBe('https://hooks.slack.com/services/T0/B0');
  });
});
