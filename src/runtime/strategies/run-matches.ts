import { type RunMatchView, runMatch } from '#contract/services/strategy-runs';
import type { DocumentStore } from '#engine/ports/market-store';
import { matchRun, type RunMatchPorts } from './run-match.ts';
import type { RecordedRun } from './strategy-run-journal.ts';

const COLLECTION = 'strategy-run-matches';
const KEPT_MS = 2 * 366 * 86_400_000;
const LISTED_MAX = 100_000;
const DAY_MS = 86_400_000;

/** Days of runs that were held against backtests, kept for two years: what a calendar of them shows. */
export class RunMatches {
  readonly #ports: RunMatchPorts & { readonly documents: DocumentStore; readonly isReadOnly: boolean };

  constructor(ports: RunMatchPorts & { readonly documents: DocumentStore; readonly isReadOnly: boolean }) {
    this.#ports = ports;
  }

  /** Newest day first. */
  list({ run, limit }: { readonly run?: string | undefined; readonly limit: number }): RunMatchView[] {
    return this.#ports.documents
      .list(COLLECTION, this.#ports.now(), LISTED_MAX)
      .flatMap(({ document }) => runMatch.safeParse(document).data ?? [])
      .filter((match) => run === undefined || match.run.startsWith(run))
      .sort((a, b) => b.day - a.day || a.run.localeCompare(b.run))
      .slice(0, limit);
  }

  /** Holds a day against a backtest now, yesterday unless told, and keeps what came of it. */
  async match(run: RecordedRun, day = this.yesterday()): Promise<RunMatchView> {
    const start = Math.floor(day / DAY_MS) * DAY_MS;
    const found = await matchRun(run, start, this.#ports);
    const { documents, isReadOnly, now } = this.#ports;
    if (!isReadOnly) documents.put(COLLECTION, `${found.run}:${start}`, found, now() + KEPT_MS);
    return found;
  }

  /** Holds yesterday of every run that went on then; a sentence about it. */
  async matchYesterday(runs: readonly RecordedRun[]): Promise<string> {
    const day = this.yesterday();
    const due = runs.filter(
      ({ startedTime, stopped }) => startedTime < day + DAY_MS && (stopped?.time ?? day) >= day,
    );
    let compared = 0;
    let equal = 0;
    for (const run of due) {
      const { divergence } = await this.match(run, day);
      if (!divergence) continue;
      compared += 1;
      if (divergence.isEqual) equal += 1;
    }
    if (due.length === 0) return 'no strategy ran yesterday';
    return `${compared} of ${due.length} runs held against a backtest, ${equal} equal`;
  }

  yesterday(): number {
    return Math.floor(this.#ports.now() / DAY_MS) * DAY_MS - DAY_MS;
  }
}
