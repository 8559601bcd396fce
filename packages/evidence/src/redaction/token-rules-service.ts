import { type TokenRule, tokens } from './token-rule.ts';
import { hasDigit, hasDigitAndLetter, isMixed, isUuid } from './value-shape.ts';

/** Tokens of chat, payment, mail, shop and observability services. */
export const SERVICE_TOKENS: readonly TokenRule[] = [
  ...tokens('slack_bot', ['xoxb-'], { body: 'base64Url', min: 14, max: 255, accept: isSlackBody }),
  ...tokens('slack_token', ['xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxc-', 'xoxd-', 'xwfp-', 'xapp-', 'xoxe-'], {
    body: 'base64Url',
    min: 14,
    max: 512,
    accept: isSlackBody,
  }),
  ...tokens('slack_token', ['xoxe.xoxp-', 'xoxe.xoxb-'], { body: 'base64Url', min: 40, max: 512, accept: hasDigit }),
  ...tokens('stripe_secret', ['sk_live_', 'sk_test_', 'sk_prod_', 'rk_live_', 'rk_test_', 'rk_prod_'], {
    body: 'alnum',
    min: 20,
    max: 247,
  }),
  ...tokens('webhook_signing_secret', ['whsec_'], { body: 'base64', min: 20, max: 128 }),
  ...tokens('square_token', ['sq0atp-', 'sq0csp-'], { body: 'base64Url', min: 20, max: 60 }),
  ...tokens('facebook_token', ['EAA'], { body: 'base64Url', min: 57, max: 400, accept: isMixed }),
  ...tokens('plaid_token', ['access-sandbox-', 'access-development-', 'access-production-'], {
    body: 'dashed',
    min: 36,
    max: 36,
  }),
  ...tokens('flutterwave_key', ['FLWSECK-', 'FLWSECK_TEST-'], { body: 'base64Url', min: 12, max: 64 }),
  ...tokens('payment_key', ['EZAK', 'EZTK'], { body: 'alnum', min: 54, max: 54 }),
  ...tokens('payment_key', ['shippo_live_', 'shippo_test_', 'duffel_live_', 'duffel_test_'], {
    body: 'base64Url',
    min: 40,
    max: 44,
  }),
  ...tokens('payment_key', ['live_', 'test_'], { body: 'alnum', min: 30, max: 36, accept: isMixed }),
  ...tokens('sendgrid_key', ['SG.'], {
    body: 'base64UrlDot',
    min: 60,
    max: 72,
    accept: (body) => /^[^.]{16,32}\.[^.]{30,64}$/.test(body),
  }),
  ...tokens('mail_key', ['xkeysib-', 'xsmtpsib-'], { body: 'dashed', min: 60, max: 90 }),
  ...tokens('mail_key', ['key-'], { body: 'hex', min: 32, max: 32 }),
  ...tokens('mail_key', ['re_'], { body: 'word', min: 30, max: 40, accept: isMixed }),
  ...tokens('shopify_token', ['shpss_', 'shpat_', 'shpca_', 'shppa_', 'shpua_'], { body: 'alnum', min: 30, max: 40 }),
  ...tokens('twilio_key', ['SK'], { body: 'hex', min: 32, max: 32, accept: hasDigitAndLetter }),
  ...tokens('hubspot_token', ['pat-na1-', 'pat-na2-', 'pat-eu1-'], { body: 'dashed', min: 36, max: 40 }),
  ...tokens('new_relic_key', ['NRAK-', 'NRII-', 'NRIQ-', 'NRJS-', 'NRRA-', 'NRAA-', 'NRSP-'], {
    body: 'base64Url',
    min: 19,
    max: 48,
  }),
  ...tokens('grafana_token', ['glsa_'], { body: 'word', min: 41, max: 41 }),
  ...tokens('grafana_token', ['glc_'], { body: 'base64', min: 32, max: 400 }),
  ...tokens('sentry_token', ['sntrys_', 'sntryu_'], { body: 'any', min: 48 }),
  ...tokens('honeycomb_key', ['hcaik_', 'hcxik_', 'hcbik_', 'hcxlk_'], { body: 'alnum', min: 40, max: 70 }),
  ...tokens('dynatrace_token', ['dt0c01.', 'dt0s01.', 'dt0s16.'], { body: 'dotted', min: 80, max: 100 }),
  ...tokens('honeybadger_key', ['hbp_'], { body: 'alnum', min: 30, max: 40 }),
  ...tokens('launchdarkly_key', ['sdk-', 'mob-', 'api-'], { body: 'dashed', min: 36, max: 36, accept: isUuid }),
  ...tokens('posthog_key', ['phx_', 'phs_'], { body: 'alnum', min: 40, max: 50 }),
  ...tokens('stytch_key', ['secret-test-', 'secret-live-'], { body: 'base64Url', min: 30, max: 50 }),
  ...tokens('frameio_token', ['fio-u-'], { body: 'base64Url', min: 60, max: 70 }),
  ...tokens('defined_key', ['dnkey-'], { body: 'base64Url', min: 60, max: 90 }),
];

function isSlackBody(body: string): boolean {
  return /\d{5}/.test(body) || /^\d-[A-Za-z0-9]{10,}/.test(body);
}
