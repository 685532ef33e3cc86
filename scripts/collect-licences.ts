import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

const LICENCE_FILE = /^(licen[sc]e|copying|notice)/i;
const RULE = '='.repeat(80);

/**
 * Licence texts of every package that a build in `out` holds or loads, as one text: those its source maps name, those
 * whose style sheets the screen imports, and the production dependencies of the lock file. Throws an Error naming a
 * package without a licence text, unless it states MIT, whose terms are then given under its author's name.
 */
export function collectLicences(root: string, out: string): string {
  const folders = new Set([...bundledFolders(out), ...sheetFolders(root), ...productionFolders(root)]);
  const parts = new Map<string, string>();
  for (const folder of folders) {
    const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
    const title = `${found.name} ${found.version} (${found.license ?? 'licence as below'})`;
    parts.set(title, `${RULE}\n${title}\n${RULE}\n\n${licenceText(root, folder, found)}\n`);
  }
  if (parts.size === 0) throw new Error(`${out} names no package; build it first, with source maps`);
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `Octopus holds or loads these ${parts.size} packages. Each keeps its own licence.\n\n${sorted.join('\n')}`;
}

/** Folders of packages, those within other packages' node_modules too, whose code the bundles' source maps name. */
function bundledFolders(out: string): string[] {
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => {
      const path = join(out, file);
      const { sources } = JSON.parse(readFileSync(path, 'utf8')) as { sources: string[] };
      return sources.flatMap((source) => packageFolder(resolve(dirname(path), source)) ?? []);
    });
}

/** Style sheets, and the fonts they bring, leave no trace in source maps. */
function sheetFolders(root: string): string[] {
  const screen = join(root, 'src/renderer');
  return readdirSync(screen, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|css)$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(screen, file), 'utf8').matchAll(/^@?import '([@\w][^']*)\.css'/gm),
    ])
    .flatMap(([, path = '']) => packageFolder(join(root, 'node_modules', path)) ?? []);
}

function productionFolders(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  // One that is only for another platform is not installed.
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path]) => join(root, path))
    .filter((folder) => existsSync(folder));
}

/**
 * `…/node_modules/@scope/name` of a path anywhere below it; undefined for our own files. What a package carries within
 * itself without a `package.json` goes by that package's licence.
 */
function packageFolder(path: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  const start = path.lastIndexOf(marker) + marker.length;
  if (start < marker.length) return undefined;
  const [first = '', second = ''] = path.slice(start).split(sep);
  const folder = path.slice(0, start) + (first.startsWith('@') ? join(first, second) : first);
  return existsSync(join(folder, 'package.json'))
    ? folder
    : packageFolder(path.slice(0, start - marker.length));
}

function licenceText(root: string, folder: string, found: Package): string {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => LICENCE_FILE.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
    })
    .sort();
  const texts = files.map((path) => readFileSync(path, 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  if (found.license !== 'MIT')
    throw new Error(
      `${relative(root, folder)} has no licence text and states ${found.license ?? 'no licence'}`,
    );
  const author = typeof found.author === 'string' ? found.author : (found.author?.name ?? 'its authors');
  const terms = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  return terms.replace(/^Copyright .*$/m, `Copyright (c) ${author}`);
}

if (import.meta.main) {
  const out = process.argv[2] ?? 'out';
  writeFileSync(join(out, 'licences.txt'), collectLicences(resolve(import.meta.dirname, '..'), resolve(out)));
}
