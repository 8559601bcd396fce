/** Words of key names, by what they say about the value. Compared in lower case, one word at a time. */
const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((word) => word !== ''));

/** The value is a password, whatever it looks like. */
export const PASSWORD_WORDS =
  words(`password passwd pwd passphrase passwort pswd psw passcode userpassword dbpassword psk wpapsk
  dbpasswd dbpwd pgpassword sshpass requirepass masterauth keypass storepass kennwort contrasena senha`);

/** The value is a secret when it is no mere word. */
export const SECRET_WORDS = words('secret secrets clientsecret appsecret secretkey');

/** With `key` after it, the value is a secret. */
export const KEY_QUALIFIERS =
  words(`api apis access secret private signing sign encryption encrypt decryption encrypting master
  auth authentication account shared storage subscription deploy hmac jwt jws jwe webhook cipher crypto aes des rsa ecdsa
  ed25519 function host admin app application consumer integration ingest ingestion write license licence service server
  client symmetric kek dek data x secure in nonce wireguard preshared psk recovery backup hash`);

/** With `key` or `token` after it, the value is an ordinary identifier. */
export const PLAIN_QUALIFIERS =
  words(`public pub primary foreign partition sort range cache routing route idempotency idempotent
  bucket object s3 kms row index lookup dedup dedupe deduplication group grouping map sequence schema resource translation i18n
  react issue project jira unique composite natural surrogate config registry trace message record event item entity next page
  pagination continuation sync cursor max min prompt completion total input output num count cancellation lease resume start end
  unexpected invalid client socket evaluated accept last request order sorting search field column table json property header param parameter hot press short
  keyboard label tag tags metric dimension session_index lock shard stream topic queue host_key`);

/** Words after the telling one that change nothing: which environment, which copy, which encoding. */
export const NEUTRAL_SUFFIXES =
  words(`value val values prod production stage staging dev development test testing qa uat live
  sandbox old new current previous prev primary secondary base base64 b64 encoded plain plaintext text string str raw hex env
  default main again confirm confirmation repeat repeated verify hash hashed digest encrypted enc crypt header param data content
  sha256 md5 input here local remote int ci a b one two pem`);

/** Vendors whose `…_KEY`, `…_TOKEN` and `…_LOGIN` are credentials even when they are UUIDs or plain hexadecimal. */
export const VENDOR_WORDS =
  words(`stripe heroku snyk hubspot sendgrid mailgun mailchimp mandrill twilio openai anthropic cohere
  datadog dd newrelic sumo sumologic sonar sonarqube sourcegraph github gitlab bitbucket jira atlassian slack discord telegram
  facebook twitter linkedin google gcp azure aws digitalocean cloudflare fastly netlify vercel npm pypi docker dockerhub circleci
  travis buildkite codecov sentry pagerduty opsgenie grafana okta auth0 algolia mapbox shopify square paypal adyen plaid messagebird
  vonage nexmo zendesk intercom airtable notion asana linear figma dropbox box contentful launchdarkly segment mixpanel amplitude
  rollbar bugsnag honeycomb logdna loggly papertrail splunk elastic confluent mongodb redis rabbitmq vault consul nomad terraform
  infracost doppler tailscale ngrok firebase supabase databricks snowflake meraki octopus pulumi ethereum infura alchemy etherscan`);

/** What a cookie or key is called that holds a session. */
export const SESSION_WORDS =
  words(`session sessionid sessid sid phpsessid jsessionid aspsessionid sess remember rememberme
  xsrf csrf csrftoken xsrftoken authenticity sessionkey ssid`);

/** One-time codes and personal numbers that are secret although short. */
export const SHORT_CODE_NAMES =
  words(`otp pin pincode totp mfacode otpcode verificationcode onetimecode onetimepassword authcode
  smscode cvv cvc cvv2 securitycode twofactorcode backupcode recoverycode usercode devicecode`);

/** Names that end like a secret but are something else. */
export const PLAIN_NAMES =
  words(`nexttoken pagetoken nextpagetoken continuationtoken maxtokens tokens token_type tokentype
  clienttoken clientrequesttoken idempotencytoken canceltoken cancellationtoken synctoken paginationtoken startingtoken
  nextforwardtoken nextbackwardtoken uploadsequencetoken sequencetoken nosecret lexertoken csstoken designtoken
  authorid author authority authorizer authorization_url xamzcredential amzcredential credentialscope credentialid credentialsid credentialtype credentialprovider bypass compass passthrough keyboard monkey turkey donkey hockey
  jockey whiskey`);

/** Names of phone numbers. */
export const PHONE_NAMES =
  words(`phone phonenumber mobile mobilenumber mobilephone msisdn tel telephone fax faxnumber cellphone
  cell cellnumber homephone workphone contactnumber whatsapp callerid phoneno mobileno tonumber fromnumber`);

/** Members of an object that name the value in another member. */
export const PAIR_NAMES = ['name', 'key', 'header', 'parameterkey', 'headername', 'variable'];
/** Members that hold the value. */
export const PAIR_VALUES = ['value', 'val', 'default', 'parametervalue', 'headervalue', 'secretvalue', 'stringvalue'];
/** Types that stand between a name and its value. */
export const TYPE_WORDS = [
  'string',
  'str',
  'text',
  'varchar',
  'bytes',
  'char',
  'object',
  'any',
  'final',
  'const',
  'optional',
  'nullable',
];
/** Words that mean something only with the word before them. */
export const HALF_NAMES = ['keys', 'number', 'id', 'phrase'];
