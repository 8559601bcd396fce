/** Words by which software of any kind says that something went wrong. */
const TROUBLE =
  /\b(?:error|exception|fatal|critical|severe|panic|traceback|fail(?:s|ed|ure|ing)?|timed? ?out|timeout|refused|denied|forbidden|unauthori[sz]ed|throttl\w+|unavailable|unreachable|out of memory|oom|killed|abort(?:ed)?|no space left|expired|rate exceeded|reset by peer|broken pipe|exhausted|deadlock|cannot|unable)\b|(?:Error|Exception)|(?:status(?:code)?|http\/[\d.]+)\W{0,3}5\d\d\b/i;

/** Whether a text tells of trouble. */
export const tellsTrouble = (text: string): boolean => TROUBLE.test(text);
