import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { at, refuse } from './project.mjs';

const WANTED_MAJOR = 24;

/** The project's own Node, an npm package like any other; undefined when it is not installed. */
export function ownNode() {
  const path = at('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

/**
 * True when the present Node is new enough. Otherwise runs the same script on the project's own Node, passes signals and
 * the exit code on, and answers false: the caller then has nothing left to do.
 */
export function hasWantedNode() {
  if (Number.parseInt(process.versions.node, 10) >= WANTED_MAJOR) return true;
  const node = ownNode();
  if (node === undefined) {
    refuse(
      existsSync(at('node_modules'))
        ? `Node ${WANTED_MAJOR} is needed and this is ${process.versions.node}; install the project's own with: npm ci (without --ignore-scripts)`
        : 'nothing is installed yet; run: npm ci',
    );
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  passSignals(child);
  child.on('error', (error) => refuse(`the project's own Node could not be started: ${error.message}`));
  return false;
}

/** Hands signals on to a child that lives in our place, and ends with it as it ended. */
export function passSignals(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + (constants.signals[signal] ?? 1) : (code ?? 1)),
  );
}
