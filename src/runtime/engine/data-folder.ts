import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface DataFolderChoice {
  /** What the user named, which wins. */
  readonly given?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/**
 * Absolute path of the data folder: the one named, else OCTOPUS_DATA, else where the platform keeps a user's data
 * (XDG_DATA_HOME or ~/.local/share on Linux, ~/Library/Application Support on macOS, %APPDATA% on Windows).
 */
export function dataFolder({
  given,
  environment = process.env,
  platform = process.platform,
  home = homedir(),
}: DataFolderChoice = {}): string {
  const named = given || environment['OCTOPUS_DATA'];
  if (named) return resolve(named);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Octopus');
  if (platform === 'win32')
    return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Octopus');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'octopus');
}
