/** What one room of src/ may import. */
export interface Room {
  /** Rooms, or parts of rooms (`engine/ports`). */
  readonly rooms: readonly string[];
  /** Packages and Node modules; `@orpc/*` and `node:*` stand for all of theirs, `*` for any package. */
  readonly packages: readonly string[];
  /** Folder levels below the room that are strangers to one another: 1 for agents/x, 2 for adapters/kind/x. */
  readonly strangerLevels?: number;
  /** Time and randomness come in from outside. */
  readonly isPure?: boolean;
}

/** The arrows of the house. A change here needs a page in docs/decisions. */
export const ROOMS: Readonly<Record<string, Room>> = {
  domain: { rooms: [], packages: [], isPure: true },
  contract: { rooms: ['domain'], packages: ['zod', '@orpc/*'] },
  engine: { rooms: ['domain', 'contract'], packages: ['zod', 'node:crypto'], isPure: true },
  agents: { rooms: ['domain', 'contract', 'engine'], packages: ['zod', 'node:crypto'], strangerLevels: 1 },
  adapters: {
    rooms: ['domain', 'contract', 'engine/ports'],
    packages: [
      '@alpacahq/alpaca-trade-api',
      '@napi-rs/keyring',
      '@stoqey/ib',
      'amaro',
      'better-sqlite3',
      'ccxt',
      'feedsmith',
      'hyparquet',
      'hyparquet-writer',
      'node-html-parser',
      'pino',
      'ws',
      'node:*',
    ],
    strangerLevels: 2,
  },
  runtime: { rooms: ['domain', 'contract', 'engine', 'agents', 'adapters'], packages: ['@orpc/*', 'node:*'] },
  server: {
    rooms: ['domain', 'contract', 'engine', 'runtime'],
    packages: ['@orpc/*', 'ws', 'node:*'],
  },
  cli: {
    rooms: ['domain', 'contract', 'engine', 'runtime', 'server'],
    packages: ['commander', 'node:*'],
  },
  main: { rooms: ['domain', 'contract', 'engine', 'runtime'], packages: ['electron', 'node:*'] },
  preload: { rooms: ['contract'], packages: ['electron'] },
  renderer: {
    rooms: ['domain', 'contract'],
    packages: [
      '@fontsource-variable/*',
      '@tanstack/*',
      'cmdk',
      'dockview-react',
      'echarts',
      'react',
      'react-dom',
      'tinykeys',
      'uplot',
      'zod',
      'zustand',
    ],
  },
};

export const LINES_MAX = 500;
/** Names that say nothing, as a whole file name or its last word: `string-utils.ts`. */
export const EMPTY_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager'];
/** Folders that are allowed one of those names, because a trade's role is called so. */
export const NAMED_BY_TRADE = ['agents/risk-manager', 'agents/execution-manager'];
