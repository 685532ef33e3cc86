import type { TaskView } from '#contract/services/agents';
import type { HoldOutView } from '#contract/services/lab';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import { type HoldOut, HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import { TrialCounter } from '#engine/simulation/search/trial-counter';
import type { Engine } from '../engine/create-engine.ts';
import type { Implementer } from './implementer.ts';

export function labHandlers(on: Implementer, engine: Engine) {
  const { stores, clock, orchestrator } = engine;
  const now = (): number => clock.now();
  const holdOuts = new HoldOutBook(stores.documents, now);
  const counter = new TrialCounter(stores.documents, now);
  const submit = (type: string, data: Record<string, unknown>): TaskView =>
    orchestrator.submit({ agent: 'backtester', type, data, lane: 3 });

  return {
    sweep: on.lab.sweep.handler(({ input }) => submit('sweep', input)),
    search: on.lab.search.handler(({ input }) => submit('search', input)),
    walkForward: on.lab.walkForward.handler(({ input }) => submit('walk-forward', input)),
    monteCarlo: on.lab.monteCarlo.handler(({ input }) => submit('monte-carlo', input)),
    overfitting: on.lab.overfitting.handler(({ input }) => submit('overfitting', input)),
    verdict: on.lab.verdict.handler(({ input }) => submit('verdict', input)),
    reveal: on.lab.reveal.handler(({ input }) => submit('reveal', input)),
    trialCount: on.lab.trialCount.handler(async ({ input: { symbol, timeframe, from, to, asOf } }) => {
      const { bars } = await readBarsOfAnyLength(stores.market, symbol, timeframe, {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(asOf === undefined ? {} : { asOf }),
      });
      const dataSet = dataSetHash(bars);
      const {
        trials = 0,
        evaluations = 0,
        independentTrials = 0,
        sharpeVariance = null,
      } = counter.count(dataSet) ?? {};
      return { dataSet, trials, evaluations, independentTrials, sharpeVariance };
    }),
    holdOut: on.lab.holdOut.handler(({ input: { symbol, timeframe } }) => {
      const found = holdOuts.find(symbol, timeframe);
      return found ? holdOutView(found) : null;
    }),
    lockHoldOut: on.lab.lockHoldOut.handler(({ input: { symbol, timeframe, from } }) =>
      holdOutView(holdOuts.lock(symbol, timeframe, from)),
    ),
  };
}

function holdOutView({ reveals, ...holdOut }: HoldOut): HoldOutView {
  return { ...holdOut, reveals: reveals.length };
}
