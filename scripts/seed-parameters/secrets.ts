import { randomBytes } from 'node:crypto';
import { readPrivateKey } from '@opsrunbook/destination-github';
import { WORKFLOWS_HOSTS } from '@opsrunbook/destination-teams';

/** A secret of a deployment: the last part of `/opsrunbook/{stage}/{name}`, what to ask for, and what is wrong with a value. */
export interface Secret {
  readonly name: string;
  /** What a person is asked for. */
  readonly asks: string;
  /** What is wrong with a value, without a piece of it; undefined when nothing is. */
  readonly problemOf: (value: string) => string | undefined;
  /** Makes the value where nobody has to choose one; it is only made when there is none. */
  readonly generate?: () => string;
}

const REPLACE_ME = /^(REPLACE_ME|CHANGE_ME|TODO)$/i;

const tokenProblem = (token: string): string | undefined => {
  if (token === '' || REPLACE_ME.test(token)) return 'is empty';
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds blanks or characters that no token has; copy it again';
};

const webhookProblem = (address: string): string | undefined => {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '')
    return 'is not an https address; copy it from the workflow as it is';
  if (!WORKFLOWS_HOSTS.some((suffix) => url.hostname.endsWith(suffix)))
    return `lies at a host that does not end in ${WORKFLOWS_HOSTS.join(' or ')}; older webhooks are shut down`;
  return url.searchParams.has('sig') ? undefined : 'has no signature (sig); copy the whole address';
};

const privateKeyProblem = (value: string): string | undefined => {
  try {
    readPrivateKey(value, 'it');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^it /, '') : 'cannot be read';
  }
};

/** 256 bits, as text that no tool breaks. */
const KEY_BYTES = 32;

/** Every secret the product reads, in the order they are asked for. */
export const SECRETS: readonly Secret[] = [
  {
    name: 'redaction-key',
    asks: 'redaction key',
    problemOf: (value) => (value.length < KEY_BYTES ? `is shorter than ${KEY_BYTES} characters` : undefined),
    generate: () => randomBytes(KEY_BYTES).toString('base64url'),
  },
  { name: 'jira-token', asks: 'Jira API token', problemOf: tokenProblem },
  { name: 'teams-webhook', asks: 'address of the Teams workflow', problemOf: webhookProblem },
  { name: 'github-private-key', asks: 'private key of the GitHub App (PEM or base64)', problemOf: privateKeyProblem },
];

/** The full name of a parameter. */
export const parameterName = (stage: string, { name }: Pick<Secret, 'name'>): string => `/opsrunbook/${stage}/${name}`;
