import { OctopusError } from '#contract/errors';
import type { QuarantineOutcome } from '#contract/services/import';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore, QuarantineEntry } from '#engine/ports/market-store';
import { markActions } from './bar-file.ts';
import { ALL_SYMBOLS, type QuarantineContext } from './import/quarantine-entries.ts';
import { RowReader } from './import/row-reader.ts';
import { settleBars } from './import/settle-bars.ts';

/** What a person decided of a row, for the journal. */
export interface QuarantineDecision {
  readonly decision: 'fixed' | 'released' | 'discarded';
  readonly id: string;
  readonly symbol: string;
  readonly source: string;
  readonly line: number;
  readonly reason: string;
  /** The row as it stood. */
  readonly raw: string;
  /** The row as it was stored; null when it was not. */
  readonly storedRaw: string | null;
}

export interface QuarantineDeskPorts {
  readonly market: MarketStore;
  readonly clock: Clock;
  /** Told before a row leaves quarantine. */
  readonly onDecided: (decision: QuarantineDecision) => void;
  /** Told of series that have a bar more. */
  readonly onStored: (symbol: string, timeframe: QuarantineContext['timeframe']) => void;
}

interface Judged {
  readonly problem: string | undefined;
  readonly isReleasable: boolean;
  store(): Promise<void>;
}

const UTF8 = new TextEncoder();

/** Where a person decides what becomes of rows set aside: put right, taken as they are, or thrown away. */
export class QuarantineDesk {
  readonly #ports: QuarantineDeskPorts;

  constructor(ports: QuarantineDeskPorts) {
    this.#ports = ports;
  }

  /** Judges a row anew with another text: stored when it is good, else kept with that text and the new reason. */
  async fix(id: string, raw: string): Promise<QuarantineOutcome> {
    const entry = await this.#require(id);
    const judged = this.#judge(entry, raw);
    if (judged.problem === undefined) return this.#take(entry, raw, 'fixed', judged);
    await this.#ports.market.changeQuarantined(id, raw, judged.problem, judged.isReleasable);
    return { id, isDone: false, reason: judged.problem };
  }

  /** Takes rows as they are. One that breaks more than a rule of thumb stays, and the outcome says why. */
  async release(ids: readonly string[]): Promise<QuarantineOutcome[]> {
    const outcomes: QuarantineOutcome[] = [];
    for (const id of ids) {
      const entry = await this.#require(id);
      const judged = this.#judge(entry, entry.raw);
      outcomes.push(
        judged.problem === undefined
          ? await this.#take(entry, entry.raw, 'released', judged)
          : {
              id,
              isDone: false,
              reason: `it cannot be taken as it is: ${judged.problem}; fix it or discard it`,
            },
      );
    }
    return outcomes;
  }

  /** Throws rows away; the journal keeps what they were. */
  async discard(ids: readonly string[]): Promise<QuarantineOutcome[]> {
    const outcomes: QuarantineOutcome[] = [];
    for (const id of ids) {
      const entry = await this.#require(id);
      this.#ports.onDecided(decisionOf(entry, 'discarded', null));
      await this.#ports.market.removeQuarantined([id]);
      outcomes.push({ id, isDone: true, reason: null });
    }
    return outcomes;
  }

  async #require(id: string): Promise<QuarantineEntry> {
    const [entry] = await this.#ports.market.quarantined([id]);
    if (entry) return entry;
    throw new OctopusError(
      'NOT_FOUND',
      `no row ${id} is in quarantine; octopus quarantine list shows which are`,
      {
        id,
      },
    );
  }

  async #take(
    entry: QuarantineEntry,
    raw: string,
    decision: 'fixed' | 'released',
    judged: Judged,
  ): Promise<QuarantineOutcome> {
    await judged.store();
    this.#ports.onDecided(decisionOf(entry, decision, raw));
    await this.#ports.market.removeQuarantined([entry.id]);
    return { id: entry.id, isDone: true, reason: null };
  }

  #judge(entry: QuarantineEntry, raw: string): Judged {
    const { market, clock, onStored } = this.#ports;
    const { format, timeframe, symbols } = contextOf(entry);
    const reader = new RowReader(
      { ...format, hasHeader: false },
      { timeframe: timeframe ?? undefined, now: clock.now(), isReleased: true },
    );
    reader.read(UTF8.encode(raw));
    const wanted = symbols.flatMap((symbol, series) =>
      entry.symbol === symbol || entry.symbol === ALL_SYMBOLS ? [{ symbol, series }] : [],
    );
    const concerns = (series: number) => series < 0 || wanted.some((one) => one.series === series);
    const rejected = reader.rejected.find(({ series }) => concerns(series));
    const hasValue =
      wanted.some(({ series }) => (reader.batches[series]?.length ?? 0) > 0) || reader.ticks.length > 0;
    const problem =
      reader.rowsRead === 1
        ? (rejected?.reason ?? (hasValue ? undefined : 'it has no value'))
        : `it is ${reader.rowsRead} rows where one is needed`;
    return {
      problem,
      isReleasable: rejected?.isReleasable === true,
      store: async () => {
        for (const { symbol, series } of wanted) {
          const batch = reader.batches[series];
          if (!batch || batch.length === 0 || timeframe === null) continue;
          const places = reader.places;
          const { bars } = settleBars(batch, { places, series, isDaily: false });
          await market.putBars(symbol, timeframe, bars, { source: entry.source, kind: 'file' });
          onStored(symbol, timeframe);
        }
        const [one] = wanted;
        if (one && reader.actions.length > 0)
          await market.putCorporateActions(one.symbol, markActions(reader.actions, 'raw'));
        if (!one || reader.ticks.length === 0) return;
        const ticks = reader.ticks.take(true);
        if (format.content === 'trades') await market.putTrades(one.symbol, ticks.trades());
        else await market.putQuotes(one.symbol, ticks.quotes());
        onStored(one.symbol, null);
      },
    };
  }
}

function contextOf({ context, source, line }: QuarantineEntry): QuarantineContext {
  if (context !== undefined) return JSON.parse(context) as QuarantineContext;
  throw new OctopusError(
    'BAD_REQUEST',
    `${source} line ${line} was set aside before it was noted how its file is read; import the file again, or discard the row`,
  );
}

function decisionOf(
  { id, symbol, source, line, reason, raw }: QuarantineEntry,
  decision: QuarantineDecision['decision'],
  storedRaw: string | null,
): QuarantineDecision {
  return { decision, id, symbol, source, line, reason, raw, storedRaw };
}
