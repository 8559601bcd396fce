import { type TokenRule, tokens } from './token-rule.ts';
import { hasDigit, hasDigitAndLetter, isMixed } from './value-shape.ts';

/** Tokens of source control, registries, build services, models and trackers. */
export const DEVELOPER_TOKENS: readonly TokenRule[] = [
  ...tokens('github_pat_classic', ['ghp_'], { body: 'alnum', min: 30, max: 255 }),
  ...tokens('github_token', ['gho_', 'ghu_', 'ghr_'], { body: 'alnum', min: 30, max: 255 }),
  // Installation tokens are JWTs behind the prefix: dots and dashes, about 520 characters.
  ...tokens('github_token', ['ghs_'], { body: 'base64UrlDot', min: 30, max: 2_048 }),
  ...tokens('github_pat_fine', ['github_pat_'], { body: 'word', min: 50, max: 255 }),
  ...tokens(
    'gitlab_pat',
    [
      'glpat-',
      'gloas-',
      'gldt-',
      'glrt-',
      'glrtr-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glwt-',
      'glsoat-',
      'glffct-',
    ],
    { body: 'base64UrlDot', min: 18, max: 300 },
  ),
  ...tokens('gitlab_runner_token', ['GR1348941'], { body: 'base64Url', min: 20, max: 24, accept: isMixed }),
  ...tokens('atlassian_api_token', ['ATATT3', 'ATSTT3'], { body: 'base64UrlEquals', min: 60, max: 400 }),
  ...tokens('bitbucket_token', ['ATBB'], { body: 'alnum', min: 28, max: 36, accept: isMixed }),
  ...tokens('npm_token', ['npm_'], { body: 'alnum', min: 36, max: 36 }),
  ...tokens('pypi_token', ['pypi-AgE'], { body: 'base64Url', min: 50 }),
  ...tokens('rubygems_key', ['rubygems_'], { body: 'hex', min: 48, max: 48 }),
  ...tokens('docker_token', ['dckr_pat_', 'dckr_oat_'], { body: 'base64Url', min: 24, max: 64 }),
  ...tokens('nuget_key', ['oy2'], { body: 'alnum', min: 43, max: 43, accept: hasDigit }),
  ...tokens('crates_token', ['cio'], { body: 'alnum', min: 32, max: 32, accept: isMixed }),
  ...tokens('circleci_token', ['CCIPAT_', 'CCIPRJ_'], { body: 'word', min: 40, max: 90 }),
  ...tokens('buildkite_token', ['bkua_', 'bkaj_', 'bkct_'], { body: 'word', min: 36, max: 80 }),
  ...tokens('artifactory_key', ['AKCp'], { body: 'alnum', min: 60, max: 80 }),
  ...tokens('artifactory_token', ['cmVmdGtu'], { body: 'alnum', min: 52, max: 60 }),
  ...tokens('sonar_token', ['squ_', 'sqp_', 'sqa_'], { body: 'alnum', min: 38, max: 44 }),
  ...tokens('postman_key', ['PMAK-'], { body: 'dashed', min: 50, max: 64 }),
  ...tokens('sourcegraph_token', ['sgp_', 'slk_'], { body: 'word', min: 40, max: 70, accept: isSourcegraph }),
  ...tokens('readme_key', ['rdme_'], { body: 'alnum', min: 60, max: 80 }),
  ...tokens('openai_key', ['sk-'], { body: 'base64Url', min: 24, max: 400, accept: isModelKey }),
  ...tokens('huggingface_token', ['hf_', 'api_org_'], { body: 'letter', min: 34, max: 34, accept: isMixedCase }),
  ...tokens('huggingface_token', ['hf_'], { body: 'alnum', min: 34, max: 38, accept: isMixed }),
  ...tokens('groq_key', ['gsk_'], { body: 'alnum', min: 52, max: 52 }),
  ...tokens('model_key', ['pplx-', 'xai-', 'nvapi-', 'tvly-', 'csk-', 'tgp_v1_', 'fw_', 'esecret_', 'pcsk_'], {
    body: 'base64Url',
    min: 28,
    max: 100,
    accept: hasDigitAndLetter,
  }),
  ...tokens('model_key', ['r8_'], { body: 'alnum', min: 37, max: 37 }),
  ...tokens('langsmith_key', ['lsv2_pt_', 'lsv2_sk_', 'ls__'], { body: 'word', min: 32, max: 60, accept: hasDigit }),
  ...tokens('linear_key', ['lin_api_', 'lin_oauth_'], { body: 'alnum', min: 32, max: 70 }),
  ...tokens('notion_token', ['ntn_'], { body: 'alnum', min: 44, max: 48, accept: (body) => /^\d{9,12}/.test(body) }),
  ...tokens('notion_token', ['secret_'], { body: 'alnum', min: 43, max: 43, accept: isMixed }),
  ...tokens('figma_token', ['figd_', 'figo_', 'figu_'], { body: 'base64Url', min: 36, max: 70 }),
  ...tokens('airtable_token', ['pat'], {
    body: 'dotted',
    min: 79,
    max: 79,
    accept: (body) => /^[A-Za-z0-9]{14}\.[0-9a-f]{64}$/.test(body),
  }),
  ...tokens('contentful_token', ['CFPAT-'], { body: 'base64Url', min: 40, max: 48 }),
  ...tokens('typeform_token', ['tfp_'], { body: 'base64UrlDot', min: 40, max: 64 }),
  ...tokens('mapbox_token', ['sk.eyJ'], { body: 'base64UrlDot', min: 40, max: 300 }),
  ...tokens('intra42_key', ['s-s4t2ud-', 's-s4t2af-'], { body: 'hex', min: 64, max: 64 }),
  ...tokens('dropbox_token', ['sl.'], { body: 'base64Url', min: 120 }),
];

function isMixedCase(body: string): boolean {
  return /[A-Z]/.test(body) && /[a-z]/.test(body) && !/^(?:[A-Z][a-z]{2,})+$/.test(body) && /[A-Z]{2}/.test(body);
}

function isSourcegraph(body: string): boolean {
  return /^(?:local_|[0-9a-f]{16}_)?[0-9a-f]{40}$/i.test(body);
}

/** `sk-` begins many words: a key has digits, and either both cases or a long run of hexadecimal digits. */
function isModelKey(body: string): boolean {
  return isMixed(body) || /[0-9a-f]{32}/.test(body);
}
