import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours only on a terminal that shows them; `NO_COLOR` is honoured. */
const styled = (style: Style) => (text: string) => styleText(style, text, { stream: process.stdout });

export const bold = styled('bold');
export const dim = styled('dim');
export const green = styled('green');
export const red = styled('red');
export const yellow = styled('yellow');

/** As wide as the terminal, 100 columns where there is none. */
const columns = (): number => Math.min(process.stdout.columns ?? 100, 140);

/** A line broken at blanks to the terminal's width; the first line begins with `mark`, the others are indented as far. */
export const wrapped = (line: string, mark: string): readonly string[] => {
  const width = columns() - mark.length;
  const lines: string[] = [];
  let rest = line;
  while (visibleLength(rest) > width) {
    const cut = rest.lastIndexOf(' ', width);
    if (cut <= 0) break;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut + 1);
  }
  return [...lines, rest].map((text, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + text);
};

/** A line cut to the terminal's width, told by an ellipsis. Colours are kept only in lines that fit. */
export const clipped = (line: string): string => {
  if (visibleLength(line) <= columns()) return line;
  return `${line.replace(ESCAPES, '').slice(0, columns() - 1)}…`;
};

/** Ends a command with one line that says what was wrong and what to do. */
export const fail = (message: string, exitCode = 2): never => {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
};

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const visibleLength = (text: string): number => text.replace(ESCAPES, '').length;
