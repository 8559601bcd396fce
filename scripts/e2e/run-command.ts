import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** A program to run, and the file that keeps everything it says. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** How many of the last lines tell why a command failed. */
const TOLD_LINES = 40;

/** Runs a program to its end, quietly. Rejects with its last lines when it fails or cannot be started. */
export const runCommand = async ({ program, args, env, logFile }: Command): Promise<void> => {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log.write(text);
      lines.push(...text.split('\n'));
      lines.splice(0, lines.length - TOLD_LINES);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  log.end();
  if (code === 0) return;
  throw new Error(`${[program, ...args].join(' ')} ended with ${code}; all of it: ${logFile}\n${lines.join('\n')}`);
};
