#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { hasWantedNode } from './lib/own-node.mjs';
import { at, isCheckout, refuse } from './lib/project.mjs';

const verbs = {
  start: async (args) => (await import('./lib/start.mjs')).start(args),
  dev: async (args) => (await import('./lib/dev.mjs')).dev(args),
  build: async (args) => {
    (await import('./lib/command-link.mjs')).linkCommand();
    await (await import('./lib/build.mjs')).ensureBuilt({
      isQuiet: args.includes('--quiet'),
      isForced: args.includes('--force'),
    });
  },
  test: async (args) => (await import('./lib/test.mjs')).test(args),
  bench: async (args) => (await import('./lib/bench.mjs')).bench(args),
  dist: async (args) => (await import('./lib/dist.mjs')).dist(args),
};

const [verb = 'start', ...args] = process.argv.slice(2);
if (!Object.hasOwn(verbs, verb)) {
  refuse(`unknown verb "${verb}"; there are ${Object.keys(verbs).join(', ')}`, 2);
}

// npm also runs `prepare` where there is nothing to build with: in an installed package, or without development tools.
const canBuild = isCheckout && existsSync(at('node_modules/electron-vite'));
if (verb === 'build' && !canBuild && args.includes('--quiet')) process.exit(0);
if (isCheckout && !canBuild) refuse('the development tools are not installed; run: npm ci');

if (hasWantedNode()) await verbs[verb](args);
