import type { CommanderError } from 'commander';
import type { ErrorCode, OctopusError } from '#contract/errors';
import { oneLine } from './one-line.ts';

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line itself was wrong: a name, a number or a combination no command takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const WRONG_USAGE_CODES: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'UNKNOWN_STRATEGY',
  'UNKNOWN_INDICATOR',
  'UNKNOWN_PARAMETER',
];

/** One line for people and the exit code; no line when help was asked for and given. */
export function describeFailure(error: unknown): { line: string | undefined; exitCode: ExitCode } {
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return { line: undefined, exitCode: EXIT.done };
    if (error.code === 'commander.help')
      return { line: 'name a command; --help shows them', exitCode: EXIT.wrongUsage };
    return {
      line: oneLine(
        error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\)$/s, '; did you mean $1'),
      ),
      exitCode: EXIT.wrongUsage,
    };
  }
  if (error instanceof UsageError) return { line: oneLine(error.message), exitCode: EXIT.wrongUsage };
  if (isOctopusError(error)) {
    return {
      line: oneLine(messageWithOption(error)),
      exitCode: WRONG_USAGE_CODES.includes(error.code) ? EXIT.wrongUsage : EXIT.failed,
    };
  }
  return { line: oneLine(error instanceof Error ? error.message : String(error)), exitCode: EXIT.failed };
}

/** With the option that says what the engine asks to be accepted. */
function messageWithOption({ message, details: { precautions } }: OctopusError): string {
  return Array.isArray(precautions) ? `${message}: --accept ${precautions.join(' ')}` : message;
}

function isCommanderError(error: unknown): error is CommanderError {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('commander.') &&
    'exitCode' in error
  );
}

/** By name: the class would bring the whole contract's schema library into every start. */
function isOctopusError(error: unknown): error is OctopusError {
  return error instanceof Error && error.name === 'OctopusError';
}
