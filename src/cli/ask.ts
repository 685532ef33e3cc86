import { createInterface } from 'node:readline/promises';
import { UsageError } from './failure.ts';

const ENTER = ['\r', '\n'];
const BACKSPACE = ['\b', '\u007f'];
const CONTROL_C = '\u0003';

/** Asks for a line on the terminal. Throws a UsageError with `otherwise` when there is no terminal. */
export async function askLine(question: string, otherwise: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(otherwise);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}

/** The same without showing what is typed. */
export async function askSecret(label: string, otherwise: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) throw new UsageError(otherwise);
  stderr.write(`${label} (not shown): `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = '';
      const take = (text: string): void => {
        for (const letter of text) {
          if (letter === CONTROL_C) reject(new UsageError('nothing was entered'));
          else if (ENTER.includes(letter)) resolve(typed);
          else typed = BACKSPACE.includes(letter) ? typed.slice(0, -1) : typed + letter;
          if (letter === CONTROL_C || ENTER.includes(letter)) {
            stdin.off('data', take);
            return;
          }
        }
      };
      stdin.on('data', take);
      stdin.resume();
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
