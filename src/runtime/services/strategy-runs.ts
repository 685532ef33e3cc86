import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { diagnoseDivergence } from '#engine/divergence/diagnose-divergence';
import { accountSheetInput } from '../accounts/account-sheet.ts';
import type { Engine } from '../engine/create-engine.ts';
import { runLibraryOf } from '../lab/run-keeper.ts';
import { findTradedRun } from '../strategies/traded-runs.ts';
import type { Implementer } from './implementer.ts';
import { watchCollection } from './watch.ts';

export function strategyRunHandlers(on: Implementer, engine: Engine) {
  const { strategyRuns, runMatches, journal, stores, clock } = engine;
  const sources = { store: journal.store, library: runLibraryOf(stores, clock) };
  return {
    start: on.strategyRuns.start.handler(({ input }) => strategyRuns.start(input)),
    stop: on.strategyRuns.stop.handler(({ input }) => strategyRuns.stop(input.run, input.cancelsOrders)),
    list: on.strategyRuns.list.handler(({ input }) => strategyRuns.list(input.account)),
    watch: on.strategyRuns.watch.handler(({ signal }) =>
      watchCollection(strategyRuns.views, { clock, signal }),
    ),
    diverge: on.strategyRuns.diverge.handler(({ input }) =>
      diagnoseDivergence(findTradedRun(input.a, sources), findTradedRun(input.b, sources)),
    ),
    matches: on.strategyRuns.matches.handler(({ input }) => runMatches.list(input)),
    match: on.strategyRuns.match.handler(({ input }) =>
      runMatches.match(strategyRuns.require(input.run), input.day),
    ),
    tearSheet: on.strategyRuns.tearSheet.handler(async ({ input }) =>
      buildTearSheet(await accountSheetInput(input, engine)),
    ),
  };
}
