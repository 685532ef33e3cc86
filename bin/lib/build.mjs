import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from './lock.mjs';
import { at, isCheckout, refuse, say } from './project.mjs';
import { runQuietly } from './run.mjs';

const BUILT_FROM = 'built-from.txt';
const LICENCES = 'scripts/collect-licences.ts';
const INPUTS = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', LICENCES];

/** Names, sizes and times of everything the build reads, as one text; equal texts mean nothing changed. */
function describeInputs() {
  const lines = [];
  const add = (path) => {
    const { size, mtimeMs } = statSync(at(path));
    lines.push(`${path} ${size} ${mtimeMs}`);
  };
  for (const input of INPUTS) {
    if (statSync(at(input)).isFile()) add(input);
    else {
      for (const entry of readdirSync(at(input), { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && !entry.name.endsWith('.md'))
          add(join(entry.parentPath ?? entry.path, entry.name).slice(at().length + 1));
      }
    }
  }
  return lines.sort().join('\n');
}

/** Whether out/ was built from the sources as they are. */
export function isFresh(inputs = describeInputs()) {
  try {
    return readFileSync(at('out', BUILT_FROM), 'utf8') === inputs;
  } catch {
    return false;
  }
}

/**
 * Builds out/ when it does not match the sources. Launches at the same moment wait for one another; the new folder takes
 * the old one's place in one step. An installed package has nothing to build. Ends the process when the build fails.
 */
export async function ensureBuilt({ isQuiet = false, isForced = false } = {}) {
  if (!isCheckout || (!isForced && isFresh())) return;
  const unlock = await lock(at('.cache/build.lock'));
  try {
    const inputs = describeInputs();
    if (!isForced && isFresh(inputs)) return;
    const started = performance.now();
    // Absolute, because the page is built from a root of its own.
    const fresh = at(`.cache/build-${process.pid}`);
    const built = await runTool(
      'node_modules/electron-vite/bin/electron-vite.js',
      'build',
      '--outDir',
      fresh,
      '--logLevel',
      'warn',
    );
    const collected = built.code === 0 ? await runTool(LICENCES, fresh) : { code: 0, output: '' };
    const output = built.output + collected.output;
    if (built.code !== 0 || collected.code !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      refuse(`the build failed:\n${output}`);
    }
    if (!isQuiet && output.trim()) process.stderr.write(output);
    writeFileSync(join(fresh, BUILT_FROM), inputs);
    swapIn(fresh, at('out'));
    if (!isQuiet) say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    unlock();
  }
}

function runTool(script, ...args) {
  return runQuietly(process.execPath, [at(script), ...args], {
    cwd: at(),
    env: { ...process.env, NODE_ENV: 'production', NODE_ENV_ELECTRON_VITE: 'production' },
  });
}

function swapIn(fresh, target) {
  const old = `${fresh}-old`;
  mkdirSync(target, { recursive: true });
  renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}
