/** What the desktop app itself understands of its arguments. */
export interface CommandLine {
  /** The data folder asked for, as given. */
  readonly dataFolder: string | undefined;
  /** Arguments handed on to the engine, in order. */
  readonly engineArgs: readonly string[];
}

const ENGINE_OPTIONS = ['--data', '--port'];

/** Reads `--data PATH`, `--data=PATH`, `--port N`; what it does not know is left to Electron. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const engineArgs: string[] = [];
  let dataFolder: string | undefined;
  for (const [index, arg] of args.entries()) {
    const [option = '', inline] = splitOnce(arg);
    const value = inline ?? args[index + 1];
    if (!ENGINE_OPTIONS.includes(option) || value === undefined) continue;
    engineArgs.push(option, value);
    if (option === '--data') dataFolder = value;
  }
  return { dataFolder, engineArgs };
}

function splitOnce(arg: string): [string, string?] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)];
}
