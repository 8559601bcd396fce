/**
 * Lines of text in a Markdown code block whose fence is longer than any run of backticks inside, so nothing in it becomes a
 * mention, reference, link, image, HTML or command.
 */
export const fencedBlock = (lines: readonly string[]): readonly string[] => {
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return ['', `${fence}text`, ...lines, fence, ''];
};

const longestRun = (lines: readonly string[]): number => {
  let longest = 0;
  for (const line of lines) for (const [run] of line.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
};
