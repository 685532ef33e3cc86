import type { Database } from 'better-sqlite3';
import type { Headline, HeadlineRange } from '#engine/ports/market-store';
import { matchOf } from './search-words.ts';

interface HeadlineRow {
  readonly id: string;
  readonly time: number;
  readonly title: string;
  readonly source: string;
  readonly symbols: string;
  readonly url: string | null;
  readonly summary: string | null;
  readonly receivedTime: number | null;
}

interface RangeRow {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly symbol: string | null;
  readonly limit: number;
}

const COLUMNS =
  'h.id, h.time, h.title, h.source, h.symbols, h.url, h.summary, h.received_time AS receivedTime';
const IN_RANGE = `h.time >= @from AND h.time < @to AND (h.received_time IS NULL OR h.received_time <= @asOf)
  AND (@symbol IS NULL OR EXISTS (SELECT 1 FROM headline_symbols s WHERE s.symbol = @symbol AND s.headline = h.place))`;

/** Headlines in their table, by symbol, by word and by time. */
export function createHeadlineRows(database: Database): {
  put(headlines: readonly Headline[]): number;
  ofSymbol(symbol: string, from: number, to: number): Headline[];
  search(words: string, range: HeadlineRange): Headline[];
  newest(range: HeadlineRange): Headline[];
} {
  const insert = database.prepare(
    `INSERT INTO headlines (id, time, title, source, symbols, url, summary, received_time)
     VALUES (@id, @time, @title, @source, @symbols, @url, @summary, @receivedTime) ON CONFLICT (id) DO NOTHING`,
  );
  const insertSymbol = database.prepare(
    'INSERT OR IGNORE INTO headline_symbols (symbol, time, headline) VALUES (?, ?, ?)',
  );
  const selectKnown = database.prepare<[string], { place: number; time: number; symbols: string }>(
    'SELECT place, time, symbols FROM headlines WHERE id = ?',
  );
  const updateSymbols = database.prepare('UPDATE headlines SET symbols = ? WHERE place = ?');
  const selectOfSymbol = database.prepare<[string, number, number], HeadlineRow>(
    `SELECT ${COLUMNS} FROM headline_symbols s JOIN headlines h ON h.place = s.headline
     WHERE s.symbol = ? AND s.time >= ? AND s.time < ? ORDER BY s.time, s.headline`,
  );
  const selectByWords = database.prepare<[RangeRow & { words: string }], HeadlineRow>(
    `SELECT ${COLUMNS} FROM headline_words w JOIN headlines h ON h.place = w.rowid
     WHERE headline_words MATCH @words AND ${IN_RANGE}
     ORDER BY bm25(headline_words), h.time DESC, h.place LIMIT @limit`,
  );
  const selectNewest = database.prepare<[RangeRow], HeadlineRow>(
    `SELECT ${COLUMNS} FROM headlines h WHERE ${IN_RANGE} ORDER BY h.time DESC, h.place DESC LIMIT @limit`,
  );
  /** A headline that comes again keeps its words and times, and gains the symbols it did not speak of before. */
  const addSymbols = ({ id, symbols }: Headline): void => {
    const known = selectKnown.get(id);
    if (!known) return;
    const before = JSON.parse(known.symbols) as string[];
    const all = [...new Set([...before, ...symbols])];
    if (all.length === before.length) return;
    updateSymbols.run(JSON.stringify(all), known.place);
    for (const symbol of all) insertSymbol.run(symbol, known.time, known.place);
  };
  const putAll = database.transaction((headlines: readonly Headline[]) => {
    let added = 0;
    for (const headline of headlines) {
      const { url = null, summary = null, receivedTime = null } = headline;
      const { changes, lastInsertRowid } = insert.run({
        ...headline,
        url,
        summary,
        receivedTime,
        symbols: JSON.stringify(headline.symbols),
      });
      if (changes === 0) {
        addSymbols(headline);
        continue;
      }
      added++;
      for (const symbol of headline.symbols) insertSymbol.run(symbol, headline.time, lastInsertRowid);
    }
    return added;
  });

  return {
    put: (headlines) => putAll.immediate(headlines),
    ofSymbol: (symbol, from, to) => selectOfSymbol.all(symbol, from, to).map(headlineOf),
    search(words, range) {
      const wanted = matchOf(words);
      return wanted === '' ? [] : selectByWords.all({ ...rangeOf(range), words: wanted }).map(headlineOf);
    },
    newest: (range) => selectNewest.all(rangeOf(range)).map(headlineOf),
  };
}

function rangeOf({
  symbol,
  from = -Number.MAX_VALUE,
  to = Number.MAX_VALUE,
  asOf = Number.MAX_VALUE,
  limit,
}: HeadlineRange): RangeRow {
  return { from, to, asOf, symbol: symbol ?? null, limit };
}

function headlineOf({ url, summary, receivedTime, symbols, ...row }: HeadlineRow): Headline {
  return {
    ...row,
    symbols: JSON.parse(symbols) as string[],
    ...(url === null ? {} : { url }),
    ...(summary === null ? {} : { summary }),
    ...(receivedTime === null ? {} : { receivedTime }),
  };
}
