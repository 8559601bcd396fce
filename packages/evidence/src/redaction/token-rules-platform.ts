import { type TokenRule, tokens } from './token-rule.ts';
import { hasDigit, hasDigitAndLetter, isMixed } from './value-shape.ts';

/** Tokens of clouds, hosting and infrastructure services. */
export const PLATFORM_TOKENS: readonly TokenRule[] = [
  ...tokens('aws_access_key_id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], {
    body: 'alnum',
    min: 16,
    max: 16,
    accept: isAwsKeyId,
  }),
  ...tokens('aws_session_token', ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz'], { body: 'base64', min: 60 }),
  ...tokens('aws_bedrock_key', ['ABSKQmVkcm9ja0FQSUtleS1'], { body: 'base64', min: 100, max: 245 }),
  ...tokens('aws_bedrock_key', ['bedrock-api-key-'], { body: 'base64', min: 40 }),
  ...tokens('google_api_key', ['AIza'], { body: 'base64Url', min: 35, max: 35, accept: hasDigitAndLetter }),
  ...tokens('google_oauth', ['ya29.'], { body: 'base64UrlDot', min: 20 }),
  ...tokens('google_oauth', ['GOCSPX-'], { body: 'base64Url', min: 20, max: 40 }),
  ...tokens('google_oauth', ['1//0'], { body: 'base64Url', min: 30, max: 160 }),
  ...tokens('google_hmac_key', ['GOOG1E'], { body: 'alnum', min: 55, max: 57 }),
  ...tokens('digitalocean_token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], { body: 'hex', min: 60, max: 68 }),
  ...tokens('databricks_token', ['dapi', 'dose', 'dkea'], {
    body: 'dashed',
    min: 32,
    max: 36,
    accept: isHexWithSuffix,
  }),
  ...tokens('cloudflare_token', ['cfat_', 'cfut_', 'cfk_'], { body: 'alnum', min: 36, max: 48 }),
  ...tokens('cloudflare_token', ['v1.0-'], { body: 'dashed', min: 140, max: 200 }),
  ...tokens('fly_token', ['fo1_'], { body: 'base64Url', min: 40, max: 60 }),
  ...tokens('fly_token', ['fm1r_', 'fm1a_', 'fm2_'], { body: 'base64Both', min: 60 }),
  ...tokens('heroku_key', ['HRKU-'], { body: 'base64Url', min: 36, max: 70 }),
  ...tokens('vercel_token', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'vercel_blob_rw_'], {
    body: 'word',
    min: 24,
    max: 80,
  }),
  ...tokens('netlify_token', ['nfp_', 'nfc_', 'nfo_', 'nfu_'], { body: 'alnum', min: 36, max: 44 }),
  ...tokens('render_key', ['rnd_'], { body: 'alnum', min: 26, max: 40, accept: hasDigit }),
  ...tokens('supabase_key', ['sbp_', 'sb_secret_'], { body: 'word', min: 30, max: 64 }),
  ...tokens('planetscale_token', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], {
    body: 'base64UrlDot',
    min: 32,
    max: 64,
  }),
  ...tokens('neon_key', ['napi_'], { body: 'alnum', min: 60, max: 70 }),
  ...tokens('terraform_token', ['ATCTT3'], { body: 'base64Url', min: 60 }),
  ...tokens('pulumi_token', ['pul-'], { body: 'hex', min: 40, max: 40 }),
  ...tokens('doppler_token', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'], {
    body: 'base64UrlDot',
    min: 40,
    max: 80,
  }),
  ...tokens('vault_token', ['hvs.', 'hvb.', 'hvr.'], { body: 'base64Url', min: 24, max: 400 }),
  ...tokens('vault_token', ['s.', 'b.'], { body: 'alnum', min: 24, max: 24, accept: isMixed }),
  ...tokens('tailscale_key', ['tskey-'], { body: 'dashed', min: 24, max: 90, accept: hasThreeParts }),
  ...tokens('onepassword_token', ['ops_eyJ'], { body: 'base64Both', min: 200 }),
  ...tokens('onepassword_token', ['ops_eyJ'], { body: 'base64UrlEquals', min: 200 }),
  ...tokens('onepassword_key', ['A3-'], { body: 'dashed', min: 30, max: 38, accept: isOnePasswordKey }),
  ...tokens('age_key', ['AGE-SECRET-KEY-1'], { body: 'alnum', min: 58, max: 58 }),
  ...tokens('openshift_token', ['sha256~'], { body: 'base64Url', min: 43, max: 43 }),
  ...tokens('octopus_key', ['API-'], { body: 'alnum', min: 25, max: 34, accept: isUpperMixed }),
  ...tokens('scalingo_token', ['tk-us-'], { body: 'base64Url', min: 48, max: 48 }),
  ...tokens('infracost_key', ['ico-'], { body: 'alnum', min: 32, max: 32, accept: isMixed }),
  ...tokens('prefect_key', ['pnu_', 'pnb_'], { body: 'alnum', min: 36, max: 36 }),
  ...tokens('yandex_key', ['AQVN'], { body: 'base64Url', min: 35, max: 38 }),
  ...tokens('alibaba_key', ['LTAI'], { body: 'alnum', min: 20, max: 20, accept: isMixed }),
  ...tokens('tencent_key', ['AKID'], { body: 'alnum', min: 32, max: 32, accept: isMixed }),
];

function isAwsKeyId(body: string): boolean {
  return /^[A-Z0-9]+$/.test(body) && !body.endsWith('EXAMPLE');
}

function isHexWithSuffix(body: string): boolean {
  return /^[0-9a-f]{32}(?:-\d{1,2})?$/i.test(body);
}

function isUpperMixed(body: string): boolean {
  return /^[A-Z0-9]+$/.test(body) && (body.match(/\d/g) ?? []).length >= 3 && !/^[0-9A-F]+$/.test(body);
}

function hasThreeParts(body: string): boolean {
  return /^[a-z]{2,12}-[A-Za-z0-9]{6,20}-[A-Za-z0-9]{16,60}$/.test(body);
}

function isOnePasswordKey(body: string): boolean {
  return /^[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}$/.test(body);
}
