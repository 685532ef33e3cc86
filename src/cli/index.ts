import { describeFailure } from './failure.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

const terminal = createTerminal();

// A reader that has seen enough, such as head, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const program = createProgram(terminal);
// Without a word, help is what was asked for.
program
  .parseAsync(process.argv.length > 2 ? process.argv : [...process.argv, '--help'])
  .catch((error: unknown) => {
    const { line, exitCode } = describeFailure(error);
    if (line !== undefined) terminal.note(line);
    process.exitCode = exitCode;
  });
