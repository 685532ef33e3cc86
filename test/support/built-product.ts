import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the product when it is older than its sources: what is tried is what people run. */
export default function buildProduct(): void {
  const launcher = fileURLToPath(new URL('../../bin/launch.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [launcher, 'build', '--quiet'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
