import { ALNUM, BASE64_URL, DOT, isIn, LETTER, QUOTE, SPACE } from './char-class.ts';
import type { Scan } from './scan.ts';

interface Webhook {
  readonly host: RegExp;
  readonly path: RegExp;
  readonly type: string;
}

/** Addresses whose path is the secret: whoever knows it may post. The first group of `path` stays. */
const WEBHOOKS: readonly Webhook[] = [
  {
    type: 'slack_webhook',
    host: /^hooks\.slack(?:-gov)?\.com$/,
    path: /^(\/(?:services|workflows|triggers)\/)[A-Za-z0-9_/-]{8,}/,
  },
  {
    type: 'teams_webhook',
    host: /\.webhook\.office\.com$|^outlook\.office(?:365)?\.com$/,
    path: /^(\/webhook(?:b2)?\/)[^\s"'<>\\]{20,}/,
  },
  {
    type: 'discord_webhook',
    host: /^(?:\w+\.)?discord(?:app)?\.com$/,
    path: /^(\/api\/(?:v\d+\/)?webhooks\/)\d{5,}\/[\w-]{20,}/,
  },
  { type: 'webhook_url', host: /^hooks\.zapier\.com$/, path: /^(\/hooks\/catch\/)[\w/-]{8,}/ },
  { type: 'webhook_url', host: /^(?:hook|hooks)\.(?:\w+\.)?(?:make|integromat)\.com$/, path: /^(\/)[A-Za-z0-9]{20,}/ },
  {
    type: 'webhook_url',
    host: /^maker\.ifttt\.com$/,
    path: /^(\/(?:use|trigger\/\w+(?:\/json)?\/with\/key)\/)[\w-]{20,}/,
  },
  { type: 'webhook_url', host: /^hc-ping\.com$/, path: /^(\/)[0-9a-f-]{36}/ },
  {
    type: 'webhook_url',
    host: /^open\.(?:feishu\.cn|larksuite\.com)$/,
    path: /^(\/open-apis\/bot\/v2\/hook\/)[0-9a-f-]{36}/,
  },
  {
    type: 'webhook_url',
    host: /^(?:alert|api)\.victorops\.com$/,
    path: /^(\/integrations\/generic\/\d+\/alert\/)[\w-]{16,}/,
  },
  { type: 'webhook_url', host: /^qyapi\.weixin\.qq\.com$/, path: /^(\/cgi-bin\/webhook\/send\?key=)[0-9a-f-]{36}/ },
  { type: 'webhook_url', host: /^chat\.googleapis\.com$/, path: /^(\/v1\/spaces\/)[^\s"'<>\\]{30,}/ },
  { type: 'telegram_token', host: /^api\.telegram\.org$/, path: /^(\/bot)\d{8,10}:[\w-]{30,}/ },
  { type: 'webhook_url', host: /^api\.day\.app$|^sctapi\.ftqq\.com$/, path: /^(\/)[A-Za-z0-9]{20,}/ },
];

const MAX_HOST = 253;
const MAX_PATH = 512;

/** Redacts the secret path of the known webhook whose host begins at the place. */
export const readWebhook = (scan: Scan, start: number): void => {
  let end = start;
  while (end < start + MAX_HOST && isIn(scan.code(end), LETTER | BASE64_URL | DOT)) end++;
  const host = scan.slice(start, end).toLowerCase();
  const known = WEBHOOKS.filter((webhook) => webhook.host.test(host));
  if (known.length === 0) return;
  const pathStart = scan.code(end) === 0x3a ? scan.runEnd(end + 1, ALNUM) : end;
  const path = scan.slice(pathStart, pathStart + MAX_PATH).replaceAll('\\/', '//');
  for (const webhook of known) {
    const found = webhook.path.exec(path);
    if (found === null) continue;
    const secretStart = pathStart + (found[1]?.length ?? 0);
    scan.add(secretStart, secretEnd(scan, pathStart + found[0].length, found[0].length), webhook.type);
  }
};

const secretEnd = (scan: Scan, end: number, length: number): number => {
  let place = end;
  while (length >= MAX_PATH - 8 && !isIn(scan.code(place), SPACE | QUOTE) && scan.code(place) !== 0) place++;
  return place;
};
