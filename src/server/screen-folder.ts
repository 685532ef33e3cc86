import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OctopusError } from '#contract/errors';

/** Folder of the built screen, found upwards from where this code runs. Throws when it was never built. */
export function screenFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of [join(folder, 'renderer'), join(folder, 'out', 'renderer')]) {
      if (existsSync(join(candidate, 'index.html')) && !candidate.includes(join('src', 'renderer'))) return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new OctopusError('NOT_FOUND', 'the screen has not been built; run: npm run build');
    folder = parent;
  }
}
