import type { BacktestResult } from '#contract/services/backtests';
import {
  type MonteCarloResult,
  monteCarloInput,
  type OverfittingResult,
  overfittingInput,
  type RevealResult,
  revealInput,
  type SearchResult,
  type SweepResult,
  searchInput,
  sweepInput,
  type VerdictResult,
  verdictInput,
  type WalkForwardResult,
  walkForwardInput,
} from '#contract/services/lab';
import { findStrategy } from '#domain/strategies/catalog';
import { toldNumber } from '#domain/values/told-number';
import type { AgentTask } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import { thinEquityCurve } from '#engine/simulation/equity-curve';
import { barsBehindLock } from '#engine/simulation/honesty/hold-out-bars';
import { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import type { MonteCarloOutcome } from '#engine/simulation/honesty/monte-carlo-run';
import { VerdictBook } from '#engine/simulation/honesty/verdict-book';
import type { WalkForwardOutcome } from '#engine/simulation/honesty/walk-forward';
import { backtestWorkId, searchId, sweepWorkId, trialWorkId } from '#engine/simulation/search/data-set-hash';
import { deflateBest } from '#engine/simulation/search/deflate-best';
import {
  countAlone,
  type TrialCount,
  TrialCounter,
  type TrialWorkDone,
} from '#engine/simulation/search/trial-counter';
import { runEvidence } from '#engine/simulation/search/trial-evidence';
import { gatherRangedWork, gatherRunWork, type LabSources, type LabWork, labWorkOf } from './lab-work.ts';
import type {
  MonteCarloWork,
  OverfittingWork,
  RevealWork,
  SearchWork,
  SweepWork,
  Timed,
  ToldOverfitting,
  ToldSearch,
  ToldSweep,
  VerdictWork,
  WalkWork,
} from './lab-worker-tasks.ts';
import { chooseStrategy, type StrategyFiles } from './strategy-of.ts';

/** What the lab keeps and reads. */
export interface LabStores {
  readonly market: MarketStore;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  /** Where logs of searches are kept. */
  readonly dataFolder: string;
  /** False for a folder that is only read: trials are run and not counted. */
  readonly isWritable: boolean;
  /** Without it there are built-in strategies only. */
  readonly files?: StrategyFiles | undefined;
}

const LOGIT_CLASSES = 24;
const LOGIT_END = 6;

/** The tasks of the lab: what tries parameters, what doubts results, and what is counted for ever. */
export function createLabTasks(stores: LabStores): AgentTask[] {
  const now = (): number => stores.clock.now();
  const counter = new TrialCounter(stores.documents, now);
  const holdOuts = new HoldOutBook(stores.documents, now);
  const verdicts = new VerdictBook(stores.documents, now);
  const sources: LabSources = { market: stores.market, holdOuts, files: stores.files };

  function counted(work: LabWork, done: Omit<TrialWorkDone, 'strategy'>): TrialCount {
    const { dataSet, symbol, timeframe, bars, strategy } = work;
    const data = { dataSet, symbol, timeframe, bars: bars.length };
    const whole = { ...done, strategy };
    if (stores.isWritable) return counter.add(data, whole);
    return counter.count(dataSet) ?? countAlone(data, whole);
  }

  function headOf(work: LabWork, count: TrialCount) {
    const { symbol, timeframe, strategy, bars, lockedFrom } = work;
    const { dataSet, trials, evaluations, independentTrials, sharpeVariance } = count;
    return {
      symbol,
      timeframe,
      strategy,
      bars: bars.length,
      lockedFrom,
      trialCount: { dataSet, trials, evaluations, independentTrials, sharpeVariance },
    };
  }

  const sweep = defineTask({
    type: 'sweep',
    input: sweepInput,
    runsOn: 'worker',
    async run({ top, axes, ...input }): Promise<SweepWork> {
      return { ...(await gatherRangedWork(sources, input)), top, ...(axes ? { axes } : {}) };
    },
    complete(work, { columnBytes: _, evidence, bestMoments, ...told }: ToldSweep): SweepResult {
      const count = counted(work, {
        id: sweepWorkId(work, work.dataSet),
        kind: 'sweep',
        evidence,
      });
      const deflatedSharpe = deflateBest(bestMoments, count);
      return { ...headOf(work, count), ...told, deflatedSharpe };
    },
    summarize: ({ symbol, strategy, combinations, best }: SweepResult) =>
      `${symbol} ${strategy}: best of ${toldNumber(combinations, 0)} is ${nameOf(best.parameters)}`,
  });

  const search = defineTask({
    type: 'search',
    aliases: ['optimize-parameters'],
    input: searchInput,
    runsOn: 'worker',
    async run({ top, axes, method, trials, seed, isPruning, ...input }): Promise<SearchWork> {
      const work = await gatherRangedWork(sources, input);
      const wanted = { ...work, top, ...(axes ? { axes } : {}), method, trials, seed, isPruning };
      const { version = 1 } = findStrategy(work.strategy) ?? {};
      const id = searchId({ ...wanted, strategy: { version } }, work.dataSet);
      return { ...wanted, searchId: id, dataFolder: stores.dataFolder };
    },
    complete(work, { evidence, bestMoments, ...told }: ToldSearch): SearchResult {
      const count = counted(work, { id: work.searchId, kind: 'search', evidence });
      const deflatedSharpe = deflateBest(bestMoments, count);
      return { ...headOf(work, count), ...told, deflatedSharpe };
    },
    summarize: ({ symbol, strategy, trials, best }: SearchResult) =>
      `${symbol} ${strategy}: best of ${toldNumber(trials, 0)} trials is ${nameOf(best.parameters)}`,
  });

  const walkForward = defineTask({
    type: 'walk-forward',
    input: walkForwardInput,
    runsOn: 'worker',
    async run({ mode, trainBars, testBars, gapBars, ...input }): Promise<WalkWork> {
      return { ...(await gatherRangedWork(sources, input)), mode, trainBars, testBars, gapBars };
    },
    complete(work, { time, equity, evidence, ...outcome }: WalkForwardOutcome): WalkForwardResult {
      const id = trialWorkId('walk-forward', work.dataSet, [
        sweepWorkId(work, work.dataSet),
        work.mode,
        work.trainBars,
        work.testBars,
        work.gapBars,
      ]);
      const count = counted(work, { id, kind: 'walk-forward', evidence });
      const steps = outcome.steps.map(({ train: _, test: __, ...step }) => step);
      return { ...headOf(work, count), ...outcome, mode: work.mode, steps, curve: curveOf(time, equity) };
    },
    summarize: ({ symbol, strategy, outOfSample, steps }: WalkForwardResult) =>
      `${symbol} ${strategy}: ${toldNumber(outOfSample.returnPct, 1)} % out of sample in ${steps.length} steps`,
  });

  const overfitting = defineTask({
    type: 'overfitting',
    input: overfittingInput,
    runsOn: 'worker',
    async run({ blocks, trialsMax, groups, testGroups, embargo, seed, ...input }): Promise<OverfittingWork> {
      return {
        ...(await gatherRangedWork(sources, input)),
        blocks,
        trialsMax,
        groups,
        testGroups,
        embargo,
        seed,
      };
    },
    complete(work, { evidence, logits, pathSharpes, ...told }: ToldOverfitting): OverfittingResult {
      const count = counted(work, {
        id: sweepWorkId(work, work.dataSet),
        kind: 'sweep',
        evidence,
      });
      return {
        ...headOf(work, count),
        ...told,
        logitCounts: logitCounts(logits),
        pathSharpes: [...pathSharpes],
      };
    },
    summarize: ({ symbol, strategy, probability }: OverfittingResult) =>
      `${symbol} ${strategy}: overfitted with a probability of ${toldNumber(probability * 100, 0)} %`,
  });

  const monteCarlo = defineTask({
    type: 'monte-carlo',
    input: monteCarloInput,
    runsOn: 'worker',
    async run({
      method,
      of,
      resamples,
      blockLength,
      seed,
      noiseRuns,
      noise,
      ...input
    }): Promise<MonteCarloWork> {
      const resampling = { method, resamples, seed, blockLength };
      return {
        ...(await gatherRunWork(sources, input)),
        resampling,
        of,
        noiseRuns,
        noise,
      };
    },
    complete(work, { outcome, elapsedMs }: Timed<MonteCarloOutcome>): MonteCarloResult {
      return { ...headOf(work, countRun(work)), ...outcome, elapsedMs };
    },
    summarize: ({ symbol, strategy, lossProbability }: MonteCarloResult) =>
      `${symbol} ${strategy}: loses in ${toldNumber(lossProbability * 100, 0)} % of the resamples`,
  });

  const verdict = defineTask({
    type: 'verdict',
    input: verdictInput,
    runsOn: 'worker',
    async run(input): Promise<VerdictWork> {
      const work = await gatherRunWork(sources, input);
      const { trials, evaluations, independentTrials, sharpeVariance } = countRun(work);
      return { ...work, trials, evaluations, independentTrials, sharpeVariance };
    },
    complete(work, { outcome, elapsedMs }: Timed<HonestVerdict>): VerdictResult {
      const { options, parameters, dataSet } = work;
      if (stores.isWritable) verdicts.put(dataSet, { ...options, parameters }, outcome);
      return { ...headOf(work, countRun(work)), verdict: outcome, elapsedMs };
    },
    summarize: ({ verdict: { sentence } }: VerdictResult) => sentence,
  });

  const reveal = defineTask({
    type: 'reveal',
    input: revealInput,
    runsOn: 'worker',
    async run(input): Promise<RevealWork> {
      const { symbol, timeframe } = input;
      const locked = holdOuts.require(symbol, timeframe);
      const strategy = await chooseStrategy(input.strategy, input.parameters, stores.files);
      const { values: parameters, warmUpBars: warmUp } = strategy;
      const all = await readEnoughBars(stores.market, { symbol, timeframe, range: {}, minimum: warmUp + 1 });
      const { bars, quietBars } = barsBehindLock(all, locked, warmUp);
      const work = labWorkOf(input, strategy, bars);
      return { ...work, options: { ...work.options, parameters }, parameters, quietBars };
    },
    complete(work, result: BacktestResult): RevealResult {
      const { symbol, timeframe, dataSet, strategy, options } = work;
      const id = trialWorkId('reveal', dataSet, { strategy, options });
      const { reveals, ...locked } = stores.isWritable
        ? holdOuts.reveal(symbol, timeframe, id)
        : holdOuts.require(symbol, timeframe);
      return { holdOut: { ...locked, reveals: reveals.length }, result };
    },
    summarize: ({ holdOut, result }: RevealResult) =>
      `${result.symbol} ${result.options.strategy}: ${toldNumber(result.statistics.returnPct, 1)} % behind the lock, look number ${holdOut.reveals}`,
  });

  /** One run counts as one trial, the same run once. */
  function countRun(work: LabWork & { readonly parameters: Readonly<Record<string, number>> }): TrialCount {
    const { options, parameters, dataSet } = work;
    const id = backtestWorkId(dataSet, { ...options, parameters });
    return counted(work, { id, kind: 'backtest', evidence: runEvidence(options, parameters) });
  }

  return [sweep, search, walkForward, overfitting, monteCarlo, verdict, reveal];
}

function logitCounts(logits: Float64Array): number[] {
  const counts = new Array<number>(LOGIT_CLASSES).fill(0);
  for (const logit of logits) {
    const place = Math.floor(((logit + LOGIT_END) / (2 * LOGIT_END)) * LOGIT_CLASSES);
    counts[Math.max(0, Math.min(LOGIT_CLASSES - 1, place))]! += 1;
  }
  return counts;
}

function nameOf(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function curveOf(time: Float64Array, equity: Float64Array): WalkForwardResult['curve'] {
  const points = thinEquityCurve({ time, equity });
  return { time: points.map((point) => point.time), equity: points.map((point) => point.equity) };
}
