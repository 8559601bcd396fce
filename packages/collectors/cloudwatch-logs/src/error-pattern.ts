const LEVELS = ['error', 'err', 'fatal', 'critical', 'crit', 'severe', 'panic', 'emerg', 'emergency', 'alert'];

const inEveryCase = (word: string): readonly string[] => [
  word,
  word.toUpperCase(),
  `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
];

const ANY_LEVEL = `(${LEVELS.flatMap(inEveryCase).join('|')})`;

/** How programs say that something failed, one family each. Matching is by case, so that prose ("0 errors", "no error") stays out. */
const FAMILIES: readonly string[] = [
  // a level as a word of its own: 2026-03-03 ERROR …, [ERROR] …, <uuid>\tERROR\t…
  String.raw`\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG|EMERGENCY)\b`,
  // nginx and Apache: [error], [core:crit]
  String.raw`[\[:](error|fatal|critical|crit|severe|panic|emerg|alert)\]`,
  // a level as a field: "level":"error", level=Error, severity: CRITICAL, also in JSON inside JSON
  String.raw`([Ll]evel|LEVEL|[Ll]evel[Nn]ame|[Ss]everity|SEVERITY|[Ss]everity_?[Tt]ext|lvl)\W{1,6}${ANY_LEVEL}\b`,
  // pino and bunyan write levels as numbers
  String.raw`"level"\s*:\s*(50|60)\b`,
  // exception classes: TypeError, java.lang.NullPointerException, ClientError; not isError, NetworkErrors
  String.raw`\b[A-Z]\w*(Error|Exception)\b`,
  String.raw`\b(Error|Exception): `,
  String.raw`\bException in thread\b`,
  String.raw`(^|\s)(error|fatal|panic): `,
  // an error member that is neither null, false nor empty
  String.raw`"(error|err|exception|errorMessage|error_message|errorType)"\s*:\s*("[^"]|\{")`,
  // where stack traces start
  String.raw`Traceback \(most recent call last\)`,
  String.raw`goroutine \d+ \[running\]`,
  String.raw`\bpanicked at\b`,
  String.raw`\b(Unhandled|Uncaught)\b`,
  // Lambda's own lines
  'Task timed out after',
  String.raw`\bRuntime\.(ExitError|OutOfMemory|HandlerNotFound|Unhandled\w*|Invalid\w+|Malformed\w+|NoSuch\w+|TruncatedResponse)\b`,
  'Runtime exited|Process exited before completing',
  String.raw`\bStatus: (timeout|error)\b`,
  String.raw`"status"\s*:\s*"([Ee]rror|ERROR|[Ff]ailed|FAILED|[Ff]ailure|FAILURE|[Tt]imeout|TIMEOUT)"`,
  // processes that died
  String.raw`\bexit(ed)?( with)? (code|status)[ :=]+[1-9]`,
  'Segmentation fault|core dumped|OOMKilled|OutOfMemory|[Oo]ut of memory',
  // server-side HTTP failures: "statusCode":503, status=500, access logs
  String.raw`\b([Ss]tatus|[Ss]tatus_?[Cc]ode|http_status|[Rr]esponse_?[Cc]ode)\W{1,4}5\d\d\b`,
  String.raw`HTTP.\d(\.\d)?" 5\d\d\b`,
  // peers that could not be reached
  String.raw`\b(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EPIPE)\b`,
  '[Cc]onnection (refused|reset|timed out)|deadline exceeded',
];

/**
 * The regular expression of an error line, in the syntax that Logs Insights, Python and JavaScript share: classes, groups,
 * `\b \d \s \w \W`, counted repetition; no flags, no look-around, no slash (it would end the query's literal). A stack
 * trace is one event in CloudWatch, so that its first line decides.
 */
export const ERROR_PATTERN = FAMILIES.join('|');
