import { ensureBuilt } from './build.mjs';
import { at } from './project.mjs';
import { run } from './run.mjs';

/** Makes installers for this platform in dist/; arguments go to electron-builder (`--linux deb`, `--dir`). */
export async function dist(args) {
  await ensureBuilt();
  process.exitCode = await run(
    process.execPath,
    [
      at('node_modules/electron-builder/cli.js'),
      '--config',
      at('electron-builder.yml'),
      '--publish',
      'never',
      ...args,
    ],
    { cwd: at() },
  );
}
