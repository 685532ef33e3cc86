import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { checkImports, roomOf, type Violation } from './check-imports.ts';
import { findCycles } from './find-cycles.ts';
import { readModule, type SourceModule } from './read-module.ts';
import { EMPTY_NAMES, LINES_MAX, NAMED_BY_TRADE, ROOMS } from './rooms.ts';

export interface HouseReport {
  readonly modules: number;
  readonly violations: readonly Violation[];
}

/** Checks every source file below `src` against the rules of the house. */
export function checkHouse(src: string): HouseReport {
  const modules = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readModule(relative(src, path).split(sep).join('/'), readFileSync(path, 'utf8')));
  const violations = [
    ...modules.flatMap((module) => [...checkImports(module), ...checkFile(module)]),
    ...findCycles(modules).map(
      ([first = '', ...rest]): Violation => ({
        path: first,
        line: 1,
        rule: 'cycle',
        message: `import cycle: ${[first, ...rest].join(' → ')}`,
      }),
    ),
    ...checkReadmes(src, modules),
  ];
  return { modules: modules.length, violations };
}

function checkFile({ path, lines, defaultExportLine, clockSites, strayDocLines }: SourceModule): Violation[] {
  const violations: Violation[] = [];
  const add = (line: number, rule: Violation['rule'], message: string): void => {
    violations.push({ path, line, rule, message });
  };
  if (lines > LINES_MAX)
    add(LINES_MAX, 'size', `${lines} lines where at most ${LINES_MAX} are taken; find its second noun`);
  const empty = emptyName(path);
  if (empty) add(1, 'name', `"${empty}" says nothing of what is inside; name it after its main export`);
  if (defaultExportLine !== undefined)
    add(defaultExportLine, 'default-export', 'a default export has no name of its own; export it by name');
  for (const line of strayDocLines)
    add(line, 'stray-doc', 'a doc comment stands above nothing; put it above what it tells of, or remove it');
  if (ROOMS[roomOf(path)]?.isPure) {
    for (const { line, what } of clockSites)
      add(
        line,
        'purity',
        `${what} in ${roomOf(path)}: time and randomness come in from outside (Clock, a seeded random)`,
      );
  }
  return violations;
}

/** The part of a path that names nothing, by its last word. */
function emptyName(path: string): string | undefined {
  const named = NAMED_BY_TRADE.find((folder) => path.startsWith(`${folder}/`));
  const rest = named ? path.slice(named.length + 1) : path;
  const names = rest.split('/').map((name) => basename(name).replace(/\.tsx?$/, ''));
  return names.find((name) => EMPTY_NAMES.includes(name.split(/[-.]/).at(-1)!));
}

/** Every room and every agent tells what it is. */
function checkReadmes(src: string, modules: readonly SourceModule[]): Violation[] {
  const folders = new Set<string>();
  for (const { path } of modules) {
    const [room = '', part, file] = path.split('/');
    folders.add(room);
    if (room === 'agents' && file !== undefined) folders.add(`${room}/${part}`);
  }
  return [...folders]
    .filter((folder) => folder in ROOMS || folder.includes('/'))
    .filter((folder) => !existsSync(join(src, folder, 'README.md')))
    .map((folder) => ({
      path: `${folder}/README.md`,
      line: 1,
      rule: 'readme',
      message: `src/${folder} has no README.md: what it is, what it may not do, where to start`,
    }));
}
