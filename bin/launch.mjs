#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { hasWantedNode } from './lib/own-node.mjs';
import { at, isCheckout, refuse } from './lib/project.mjs';

const verbs = {
  start: async (args) => (await import('./lib/start.mjs')).start(args),
  dev: async (args) => (await import('./lib/dev.mjs')).dev(args),
  build: async (args) =>
    (await import('./lib/build.mjs')).ensureBuilt({
      isQuiet: args.includes('--quiet'),
      isForced: args.includes('--force'),
    }),
  prepare: async () => canBuild && (await import('./lib/build.mjs')).ensureBuilt({ isQuiet: true }),
  test: async (args) => (await import('./lib/test.mjs')).test(args),
  bench: async (args) => (await import('./lib/bench.mjs')).bench(args),
  simulate: async (args) => (await import('./lib/simulate.mjs')).simulate(args),
  dist: async (args) => (await import('./lib/dist.mjs')).dist(args),
};

const [verb = 'start', ...args] = process.argv.slice(2);
if (!Object.hasOwn(verbs, verb)) {
  refuse(`unknown verb "${verb}"; there are ${Object.keys(verbs).join(', ')}`, 2);
}

if (verb === 'prepare') {
  // npm runs it after an installation, and npx before its first command; a failure there leaves npx with half an
  // installation for ever. What could not be built is built, or says why not, when it is started.
  process.once('exit', () => {
    process.exitCode = 0;
  });
}

const canBuild = isCheckout && existsSync(at('node_modules/electron-vite'));
if (isCheckout && !canBuild && verb !== 'prepare')
  refuse('the development tools are not installed; run: npm ci');

if (hasWantedNode()) await verbs[verb](args);
