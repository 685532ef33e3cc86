import { existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { OctopusError } from '#contract/errors';
import { strategyNames } from '#domain/strategies/catalog';
import { unknownName } from '#domain/values/nearest-names';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { resourceFolder } from '../engine/resource-folder.ts';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Editors write a file in several steps; what follows within this time is one change. */
const SETTLE_MS = 100;

/** Where a data folder keeps strategies. */
export function strategyFolder(dataFolder: string): string {
  return join(dataFolder, 'strategies');
}

/** Whether a strategy is named by its file. */
export function isStrategyPath(name: string): boolean {
  return /\.(ts|mts|js|mjs)$/.test(name);
}

/** Names of the strategies in a folder, sorted; none where there is no folder. */
export function listStrategyFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => isStrategyPath(file) && !file.endsWith('.d.ts'))
    .map((file) => file.replace(/\.\w+$/, ''))
    .sort();
}

/** A strategy by its path, or by its name in the folder. Throws an `OctopusError` UNKNOWN_STRATEGY with the nearest names. */
export function readStrategyFile(nameOrPath: string, folder: string): StrategySource {
  const path = strategyPath(nameOrPath, folder);
  if (path === undefined && /[/\\]/.test(nameOrPath))
    throw new OctopusError('UNKNOWN_STRATEGY', `strategy file "${nameOrPath}" is not there; check the path`);
  if (path === undefined)
    throw new OctopusError(
      'UNKNOWN_STRATEGY',
      `${unknownName('strategy file', nameOrPath, listStrategyFiles(folder))}; files are looked for in ${folder}`,
    );
  const shown = relative(process.cwd(), path);
  return { path: shown.startsWith('..') ? path : shown, source: readFileSync(path, 'utf8') };
}

/** A strategy of a data folder by its name alone, as calls from outside may ask for. Throws as {@link readStrategyFile}. */
export function readStoredStrategy(name: string, dataFolder: string): StrategySource {
  const folder = strategyFolder(dataFolder);
  const known = listStrategyFiles(folder);
  const wanted = name.replace(/\.\w+$/, '');
  if (known.includes(wanted)) return readStrategyFile(wanted, folder);
  throw new OctopusError('UNKNOWN_STRATEGY', unknownName('strategy', name, [...strategyNames(), ...known]));
}

function strategyPath(nameOrPath: string, folder: string): string | undefined {
  if (isStrategyPath(nameOrPath) && existsSync(nameOrPath)) return resolve(nameOrPath);
  const candidates = [nameOrPath, `${nameOrPath}.ts`, `${nameOrPath}.js`].map((name) => join(folder, name));
  return candidates.find((path) => isStrategyPath(path) && existsSync(path));
}

/**
 * Writes a new strategy to begin with, and beside it the types that editors read. Gives its path. Throws an
 * `OctopusError` BAD_REQUEST when the name is none or taken.
 */
export function createStrategyFile(name: string, folder: string): string {
  if (!NAME.test(name))
    throw new OctopusError(
      'BAD_REQUEST',
      `"${name}" cannot name a strategy: lower-case words joined by hyphens, such as my-first-idea`,
    );
  const path = join(folder, `${name}.ts`);
  if (existsSync(path))
    throw new OctopusError('BAD_REQUEST', `${path} is there already; choose another name`);
  const resources = resourceFolder('strategy-sdk');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'octopus.d.ts'), readFileSync(join(resources, 'octopus.d.ts')));
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  writeFileSync(path, readFileSync(join(resources, 'template.ts'), 'utf8').replace('NAME', title));
  return path;
}

/** Calls back whenever a file has changed, once a change; gives what ends it. */
export function watchStrategyFile(path: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  // The folder, as editors replace files.
  const watcher = watch(dirname(resolve(path)), (_kind, file) => {
    if (file !== basename(path)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
