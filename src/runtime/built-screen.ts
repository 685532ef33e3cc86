import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the built screen (with its index.html), found beside the bundle or upwards from the sources; undefined when it was not built. */
export function builtScreenFolder(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [join(folder, 'renderer'), join(folder, 'out', 'renderer')]) {
      // The sources have an index.html too; only the built one has its assets beside it.
      if (existsSync(join(candidate, 'index.html')) && existsSync(join(candidate, 'assets')))
        return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
