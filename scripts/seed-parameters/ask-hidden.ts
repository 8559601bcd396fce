import { emitKeypressEvents, type Key } from 'node:readline';

/** A terminal that can be kept from showing what is typed. */
export interface Terminal extends NodeJS.ReadableStream {
  setRawMode(isRaw: boolean): unknown;
}

/** How long a paste may pause before a line end counts as its last: a PEM has many lines. */
const PASTE_MS = 150;

/** Asks on a terminal and shows nothing of what is typed or pasted. Rejects on Ctrl-C. */
export const askHidden = (question: string, input: Terminal, output: NodeJS.WritableStream): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    let ending: NodeJS.Timeout | undefined;
    const close = (): void => {
      clearTimeout(ending);
      input.off('keypress', take).pause();
      input.setRawMode(false);
      output.write('\n');
    };
    const take = (characters: string | undefined, key: Key): void => {
      clearTimeout(ending);
      if (key.ctrl === true && key.name === 'c') {
        close();
        reject(new Error('interrupted; what was written before stays'));
      } else if (key.name === 'return' || key.name === 'enter') {
        text += '\n';
        ending = setTimeout(() => {
          close();
          resolve(text.trim());
        }, PASTE_MS);
      } else if (key.name === 'backspace') text = text.slice(0, -1);
      else text += characters ?? '';
    };
    output.write(question);
    emitKeypressEvents(input);
    input.setRawMode(true);
    input.on('keypress', take).resume();
  });
