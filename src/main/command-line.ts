const OPTION = '--data';

/** The data folder among the app's arguments, `--data PATH` or `--data=PATH`, as given; the last one wins. */
export function parseDataFolder(args: readonly string[]): string | undefined {
  let folder: string | undefined;
  for (const [index, arg] of args.entries()) {
    if (arg === OPTION) folder = args[index + 1] ?? folder;
    else if (arg.startsWith(`${OPTION}=`)) folder = arg.slice(OPTION.length + 1);
  }
  return folder;
}
