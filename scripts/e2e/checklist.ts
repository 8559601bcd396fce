/** Collects what was found right and wrong, and tells it as it goes. */
export interface Checklist {
  /** Notes one check; `found` is told when it failed. Gives back whether it passed. */
  check(what: string, isRight: boolean, found?: unknown): boolean;
  /** Prints the last line and gives back how many failed. */
  finish(): number;
}

/** A checklist that prints a line per check and closes with `{name}: N passed, N failed`. */
export const createChecklist = (name: string, print: (line: string) => void): Checklist => {
  const counts = { passed: 0, failed: 0 };
  return {
    check: (what, isRight, found) => {
      counts[isRight ? 'passed' : 'failed'] += 1;
      print(`${isRight ? '  ok  ' : 'FAILED'} ${what}`);
      if (!isRight && found !== undefined)
        print(indented(typeof found === 'string' ? found : JSON.stringify(found, null, 2)));
      return isRight;
    },
    finish: () => {
      print(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
      return counts.failed;
    },
  };
};

const indented = (text: string): string => text.slice(0, 4000).replace(/^/gm, '         ');
