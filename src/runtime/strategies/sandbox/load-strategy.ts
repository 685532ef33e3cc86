import { constants, createContext, Script, SourceTextModule } from 'node:vm';
import { OctopusError } from '#contract/errors';
import { strategyFault } from '#domain/strategies/sdk/declared-parameters';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { strategyFailure } from './strategy-failure.ts';

/** The module that strategy files import; its types are what the editor sees. */
const SDK_NAME = 'octopus';
const SDK_SOURCE = 'export function defineStrategy(strategy) { return strategy; }';

/** Takes from a strategy what would make two runs differ. */
const PRELUDE = `
'use strict';
(() => {
  const refuse = (what) => () => { throw new Error(what + ' gives another answer in every run; use context.now, or a parameter'); };
  Math.random = refuse('Math.random()');
  const RealDate = Date;
  const now = refuse('the present date');
  globalThis.Date = class Date extends RealDate {
    constructor(...given) { if (given.length === 0) now(); super(...given); }
    static now() { return now(); }
  };
})();
`;

/**
 * The strategy of a file, whose types were taken off, run in a context of its own that has the
 * language and `import … from 'octopus'`, and nothing else: no files, no network, no process, no timers, no text as code.
 *
 * Needs a thread started with `--experimental-vm-modules`, whose own function constructors {@link closeRealm} has taken
 * away. Throws an `OctopusError` BAD_REQUEST that names the file's line.
 */
export async function loadStrategy(path: string, code: string): Promise<StrategyModule> {
  try {
    // A global object of its own: one made from ours asks Node for every Math and NaN, some 100 ns each.
    const context = createContext(constants.DONT_CONTEXTIFY, {
      codeGeneration: { strings: false, wasm: false },
    });
    new Script(PRELUDE).runInContext(context);
    const sdk = new SourceTextModule(SDK_SOURCE, { context, identifier: SDK_NAME });
    const file = new SourceTextModule(code, { context, identifier: path });
    await file.link((name) => {
      if (name === SDK_NAME) return sdk;
      throw new Error(
        `import of "${name}" is not possible: a strategy is one file and can import only '${SDK_NAME}'`,
      );
    });
    await file.evaluate();
    const { default: strategy } = file.namespace as { default?: unknown };
    const fault = strategyFault(strategy);
    if (fault !== undefined) throw new Error(fault);
    return strategy as StrategyModule;
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', strategyFailure(path, error));
  }
}

/**
 * Takes away this thread's own ways to make code from text, which a strategy could reach from any object it is handed.
 * Call once, when everything the thread needs is loaded.
 */
export function closeRealm(): void {
  const kinds = [
    () => undefined,
    async () => undefined,
    function* none(): Generator<undefined> {
      yield undefined;
    },
    async function* none(): AsyncGenerator<undefined> {
      yield undefined;
    },
  ];
  for (const kind of kinds)
    Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', { value: undefined, writable: false });
}
