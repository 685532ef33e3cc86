import { posix } from 'node:path';
import type { ImportSite, SourceModule } from './read-module.ts';
import { ROOMS } from './rooms.ts';

/** One broken rule: where, and a sentence about what to do. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule:
    | 'arrow'
    | 'package'
    | 'cycle'
    | 'purity'
    | 'size'
    | 'name'
    | 'default-export'
    | 'readme'
    | 'stray-doc'
    | 'room';
  readonly message: string;
}

/** Where a specifier leads: a path below src/ without extension, or a package. */
export function resolveImport(from: string, specifier: string): { path: string } | { package: string } {
  if (specifier.startsWith('#')) return { path: specifier.slice(1) };
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    return { path: path.replace(/\.(?:ts|tsx)$/, '') };
  }
  if (specifier.startsWith('node:')) return { package: specifier };
  const parts = specifier.split('/');
  return { package: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** Imports that leave the room by another way than the house allows. */
export function checkImports(module: SourceModule): Violation[] {
  const room = ROOMS[roomOf(module.path)];
  if (!room) {
    const message = `${roomOf(module.path)} is no room; rooms are ${Object.keys(ROOMS).join(', ')} (a new one needs a page in docs/decisions)`;
    return [{ path: module.path, line: 1, rule: 'room', message }];
  }
  return module.imports.flatMap((site) => checkImport(module.path, site));
}

function checkImport(from: string, { specifier, line }: ImportSite): Violation[] {
  const target = resolveImport(from, specifier);
  const room = roomOf(from);
  const { rooms, packages, strangerLevels = 0 } = ROOMS[room]!;
  const violation = (rule: Violation['rule'], message: string): Violation[] => [
    { path: from, line, rule, message },
  ];

  if ('package' in target) {
    if (packages.some((allowed) => matchesPackage(allowed, target.package))) return [];
    return violation('package', `${room} may not import ${target.package}; it may import ${list(packages)}`);
  }
  // Facts about the product, such as its version, may be read by anyone who may read files.
  if (target.path === '../package.json' && packages.includes('node:*')) return [];
  const targetRoom = roomOf(target.path);
  if (targetRoom !== room) {
    if (specifier.startsWith('.'))
      return violation(
        'arrow',
        `another room is imported by name: write #${target.path} instead of ${specifier}`,
      );
    if (rooms.some((allowed) => target.path === allowed || target.path.startsWith(`${allowed}/`))) return [];
    return violation('arrow', `${room} may not import ${target.path}; it may import ${list(rooms)}`);
  }
  const own = strangerOf(from, strangerLevels);
  const other = strangerOf(target.path, strangerLevels);
  if (strangerLevels === 0 || own === other) return [];
  return violation(
    'arrow',
    `${own} and ${other} are strangers: what both need belongs in domain, contract or engine`,
  );
}

export function roomOf(path: string): string {
  return path.split('/', 1)[0]!;
}

/** `agents/strategy` of `agents/strategy/agent.ts`. */
function strangerOf(path: string, levels: number): string {
  return path
    .split('/')
    .slice(0, levels + 1)
    .join('/');
}

function matchesPackage(allowed: string, name: string): boolean {
  return allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : allowed === name;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
