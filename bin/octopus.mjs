#!/usr/bin/env node
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { hasWantedNode } from './lib/own-node.mjs';
import { at, isCheckout, refuse } from './lib/project.mjs';

if (isCheckout && !existsSync(at('node_modules/electron-vite')))
  refuse('the development tools are not installed; run: npm ci');

if (hasWantedNode()) {
  // From the second start on, what was compiled before is read. Node before 22.8, which only hands on, has no such export.
  nodeModule.enableCompileCache();
  await ensureBuilt({ isQuiet: true });
  await import(pathToFileURL(at('out/main/cli.cjs')).href);
}
