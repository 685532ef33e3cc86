import { OctopusError, unknownName } from '#contract/errors';
import type { BacktestOptions, BacktestResult } from '#contract/services/backtests';
import type { RunComparison, RunSummary } from '#contract/services/runs';
import { firstTradeDifference } from '#domain/performance/trade-difference';
import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { thinCurve } from '#domain/reports/run-points';
import type { TearSheet } from '#domain/reports/tear-sheet';
import type { RunTrials, RunVerdict, TearSheetInput } from '#domain/reports/tear-sheet-input';
import { canonicalJson } from '../journal/canonical-json.ts';
import { sha256Hex } from '../journal/hashing.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeptRun, RunLabels, RunRecord, RunStore } from '../ports/run-store.ts';
import { dayColumns } from './day-columns.ts';

export interface RunLibraryOptions {
  /** Asked each time, so that its file need not be open before. */
  readonly store: () => RunStore;
  readonly clock: Pick<Clock, 'now'>;
  /** What was tried on the bars of runs by now, and found of runs; without them nothing is known of either. */
  readonly books?: RunBooks;
  /** Runs kept that nobody named, tagged or wrote a note to; 200 unless told. */
  readonly unlabelledMax?: number;
}

/** What others wrote down of the bars of runs, and of runs. */
export interface RunBooks {
  readonly count: (dataSet: string) => RunTrials | undefined;
  readonly verdict: (dataSet: string, options: BacktestOptions) => RunVerdict | undefined;
}

/** A finished run to be kept. */
export interface RunToSave extends Partial<RunLabels> {
  readonly result: BacktestResult;
  readonly input: TearSheetInput;
  readonly contentHash?: string;
  /** What its bars are known by where trials are counted. */
  readonly dataSet?: string;
  /** Text of the strategy file that ran. */
  readonly source?: string;
}

const ID_DIGITS = 12;
const PREFIX_DIGITS = 4;
const LIST_MAX = 100_000;

/** Finished runs by id, name or `latest`: saved, found, compared, reported. The same run saved again is the same entry. */
export class RunLibrary {
  readonly #options: RunLibraryOptions;

  constructor(options: RunLibraryOptions) {
    this.#options = options;
  }

  get #store(): RunStore {
    return this.#options.store();
  }

  /** Keeps a run, whole or not at all, and lets the oldest that nobody labelled go. */
  save({ result, input, contentHash, dataSet, source, ...given }: RunToSave): RunSummary {
    const { symbol, timeframe, options, statistics, asOf = null } = result;
    const { engineVersion } = input;
    const hash = contentHash ?? null;
    const { orderListHash } = statistics;
    const identity = sha256Hex(
      canonicalJson({ symbol, timeframe, options, asOf, contentHash: hash, orderListHash, engineVersion }),
    );
    const known = this.#store.find(identity);
    const before = known === undefined ? undefined : this.#store.summary(known);
    const id = known ?? identity.slice(0, ID_DIGITS);
    if (given.name) this.#refuseTaken(given.name, id);
    this.#store.put(
      {
        id,
        savedTime: this.#options.clock.now(),
        name: given.name ?? before?.name ?? null,
        tags: given.tags ?? before?.tags ?? [],
        notes: given.notes ?? before?.notes ?? '',
        symbol,
        timeframe,
        strategy: options.strategy,
        options,
        asOf,
        contentHash: hash,
        dataSet: dataSet ?? null,
        engineVersion,
        statistics,
        bytes: 0,
      },
      identity,
      {
        result,
        input: { ...input, columns: dayColumns(input.columns) },
        ...(source === undefined ? {} : { source }),
      },
    );
    this.#store.prune(this.#options.unlabelledMax ?? 200);
    return this.#counted(this.#store.summary(id)!);
  }

  /** The newest first; `text` is looked for, in whatever case, in what a person sees of a run. */
  list({ text, limit }: { readonly text?: string; readonly limit: number }): RunSummary[] {
    const wanted = text?.trim().toLowerCase() ?? '';
    const found =
      wanted === ''
        ? this.#store.list(limit)
        : this.#store
            .list(LIST_MAX)
            .filter((run) => textOf(run).includes(wanted))
            .slice(0, limit);
    const known = new Map<string, RunSummary['trialCount']>();
    return found.map((run) => this.#counted(run, known));
  }

  /**
   * The run of an id, of its first four or more digits, of a name, or the `latest`. Throws an OctopusError NOT_FOUND
   * with the nearest, BAD_REQUEST when several begin so.
   */
  find(reference: string): RunSummary {
    return this.#counted(this.#kept(reference));
  }

  #kept(reference: string): KeptRun {
    const exact = this.#store.summary(reference);
    if (exact) return exact;
    const all = this.#store.list(LIST_MAX);
    if (all.length === 0)
      throw new OctopusError(
        'NOT_FOUND',
        'no run is saved yet; a backtest in the app saves one, and octopus tearsheet FILE --save NAME',
      );
    if (reference === 'latest') return all[0]!;
    const named = all.find(({ name }) => name === reference);
    if (named) return named;
    const begun = reference.length < PREFIX_DIGITS ? [] : all.filter(({ id }) => id.startsWith(reference));
    if (begun.length === 1) return begun[0]!;
    if (begun.length > 1)
      throw new OctopusError(
        'BAD_REQUEST',
        `${begun.length} runs begin with ${reference}; give more of its digits`,
      );
    throw new OctopusError(
      'NOT_FOUND',
      unknownName(
        'run',
        reference,
        all.map(({ id, name }) => name ?? id),
      ),
    );
  }

  record(reference: string): { readonly summary: RunSummary; readonly record: RunRecord } {
    const summary = this.find(reference);
    const record = this.#store.record(summary.id);
    if (record) return { summary, record };
    throw new OctopusError('NOT_FOUND', `run ${summary.id} was removed while it was read`);
  }

  /** Names, tags or notes a run, as far as given. Throws an OctopusError BAD_REQUEST for a name another run has. */
  rename(
    reference: string,
    labels: { readonly [Field in keyof RunLabels]?: RunLabels[Field] | undefined },
  ): RunSummary {
    const { id, name, tags, notes } = this.find(reference);
    if (labels.name && labels.name !== name) this.#refuseTaken(labels.name, id);
    this.#store.label(id, {
      name: labels.name === undefined ? name : labels.name,
      tags: labels.tags ?? tags,
      notes: labels.notes ?? notes,
    });
    return this.#counted(this.#store.summary(id)!);
  }

  /** Removes a run and answers its id. */
  remove(reference: string): string {
    const { id } = this.find(reference);
    this.#store.remove(id);
    return id;
  }

  tearSheet(reference: string): TearSheet {
    return buildTearSheet(this.sheetInput(reference).input);
  }

  /** What the tear sheet of a run is made from, with its name, and what is counted and found of it by now. */
  sheetInput(reference: string): { readonly summary: RunSummary; readonly input: TearSheetInput } {
    const { summary, record } = this.record(reference);
    const { input, result } = record;
    const { dataSet, name } = summary;
    const { books } = this.#options;
    const trialCount = (dataSet === null ? undefined : books?.count(dataSet)) ?? input.checks.trialCount;
    const verdict = (dataSet === null ? undefined : books?.verdict(dataSet, result.options)) ?? input.verdict;
    return {
      summary,
      input: {
        ...input,
        name: name ?? input.name,
        // A run kept before trials were counted so has none.
        checks: { ...input.checks, trialCount: trialCount ?? null },
        ...(verdict === undefined ? {} : { verdict }),
      },
    };
  }

  /** Runs side by side, the first as the base of the others. */
  compare(references: readonly string[]): RunComparison {
    const found = references.map((reference) => this.record(reference));
    const [base] = found;
    return {
      runs: found.map(({ summary }) => summary),
      differences: optionDifferences(found.map(({ summary }) => summary)),
      curves: found.map(({ summary, record: { input } }) => {
        const { time, equity } = thinCurve(input.columns);
        return { id: summary.id, time: [...time], growth: equity.map((value) => (value / input.cash) * 100) };
      }),
      trades: found.slice(1).map(({ summary, record }) => ({
        id: summary.id,
        ...firstTradeDifference(base!.record.result.trades, record.result.trades),
      })),
    };
  }

  #counted(run: KeptRun, known = new Map<string, RunSummary['trialCount']>()): RunSummary {
    const { dataSet } = run;
    if (dataSet === null) return { ...run, trialCount: null };
    if (!known.has(dataSet)) {
      const count = this.#options.books?.count(dataSet);
      known.set(dataSet, count ? tallyOf(count) : null);
    }
    return { ...run, trialCount: known.get(dataSet) ?? null };
  }

  #refuseTaken(name: string, whose: string): void {
    const taken = this.#store.list(LIST_MAX).find((run) => run.name === name && run.id !== whose);
    if (taken)
      throw new OctopusError(
        'BAD_REQUEST',
        `run ${taken.id} is called ${name} already; choose another name, or rename or remove that run`,
      );
  }
}

type Value = string | number | null;

/** Symbol, timeframe, options and parameters in which the runs are not all equal. */
function optionDifferences(runs: readonly RunSummary[]): RunComparison['differences'] {
  const rows = runs.map((run): Record<string, Value> => {
    const { parameters, ...options } = run.options;
    const flat = Object.entries(options).flatMap(([name, value]): [string, Value][] =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
    );
    return {
      symbol: run.symbol,
      timeframe: run.timeframe,
      ...Object.fromEntries(flat),
      ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameter ${name}`, value])),
      data: run.contentHash,
      engine: run.engineVersion,
    };
  });
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names]
    .map((name) => ({ name, values: rows.map((row) => row[name] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

function tallyOf({ trials, evaluations, independentTrials }: RunTrials): RunSummary['trialCount'] {
  return { trials, evaluations, independentTrials };
}

function textOf({ id, name, tags, notes, symbol, strategy }: KeptRun): string {
  return [id, name ?? '', ...tags, notes, symbol, strategy].join('\n').toLowerCase();
}
