import { resolveImport } from './check-imports.ts';
import type { SourceModule } from './read-module.ts';

/** Every import cycle once, as the paths along it, the first one repeated at the end. Type imports count too. */
export function findCycles(modules: readonly SourceModule[]): string[][] {
  const byName = new Map(modules.map((module) => [module.path.replace(/\.(?:ts|tsx)$/, ''), module]));
  const state = new Map<SourceModule, 'open' | 'done'>();
  const trail: SourceModule[] = [];
  const cycles: string[][] = [];

  function visit(module: SourceModule): void {
    state.set(module, 'open');
    trail.push(module);
    for (const { specifier } of module.imports) {
      const target = resolveImport(module.path, specifier);
      const next = 'path' in target ? byName.get(target.path) : undefined;
      if (!next) continue;
      if (state.get(next) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(next)), next].map(({ path }) => path));
      } else if (!state.has(next)) visit(next);
    }
    trail.pop();
    state.set(module, 'done');
  }

  for (const module of modules) if (!state.has(module)) visit(module);
  return cycles;
}
