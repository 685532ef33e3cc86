import type { Instrument } from '#domain/instruments/instrument';

/** What companies' names end in and headlines leave out. */
const LEGAL_FORM =
  /[\s,]+(incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|lp|ag|se|sa|nv|n\.v|s\.a|spa|ab|asa|oyj|group|holdings?|class [a-c]|common stock|ordinary shares|adr)\.?$/i;
/** A name of fewer letters is found in too much else. */
const NAME_LENGTH_MIN = 4;
/** A bare ticker of fewer letters too. */
const TICKER_LENGTH_MIN = 3;
/** Tickers that are words people write in capitals. */
const WORDS = new Set(
  'ALL AND ANY ARE BIG CAN CAR CASH CEO CFO COST CPI ETF EUR EVER FAST FED FOR FUN GDP GOOD HAS IPO JOB KEY LIFE LOVE LOW MAN NEW NOW NYSE ONE OPEN OUT PLAY PMI POST REAL RUN SAFE SEC SEE TECH THE TRUE TWO USA USD WELL WORK YOU'.split(
    ' ',
  ),
);

/**
 * Tells which instruments a text speaks of: by cashtag (`$AAPL`), by ticker in brackets (`(NASDAQ: AAPL)`), by a bare
 * ticker of three letters or more in a text that is not all in capitals, or by the company's name, its legal form left
 * out, written as a name. It errs: an apple with a capital is taken for the company.
 */
export function createSymbolTagger(instruments: readonly Instrument[]): (text: string) => string[] {
  const byTicker = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const { symbol, name } of instruments) {
    byTicker.set(symbol.toUpperCase(), symbol);
    const short = shortName(name);
    if (short.length < NAME_LENGTH_MIN || short.toUpperCase() === symbol.toUpperCase()) continue;
    const [first = ''] = short.split(' ');
    byName.set(first, [...(byName.get(first) ?? []), short]);
  }
  const symbolOfName = new Map(instruments.map(({ symbol, name }) => [shortName(name), symbol]));

  return (text) => {
    const found = new Set<string>();
    const add = (ticker: string): void => {
      const symbol = byTicker.get(ticker.toUpperCase());
      if (symbol !== undefined) found.add(symbol);
    };
    for (const [, ticker = ''] of text.matchAll(/(?:^|[^\w$])\$([A-Za-z][\w.-]{0,11})/g))
      add(ticker.replace(/[.-]+$/, ''));
    for (const [, ticker = ''] of text.matchAll(/\((?:[A-Z][\w ]{1,20}:\s*)?([A-Z^][A-Z\d.-]{0,11})\)/g))
      add(ticker);
    if (/\p{Ll}/u.test(text))
      for (const [ticker] of text.matchAll(/\b[A-Z][A-Z\d]{2,11}\b/g))
        if (ticker.length >= TICKER_LENGTH_MIN && !WORDS.has(ticker)) add(ticker);
    for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}&.'’-]*/gu)) {
      const word = match[0].replace(/(['’]s|[.'’-]+)$/u, '');
      for (const name of byName.get(word) ?? []) {
        const rest = text.slice(match.index);
        const after = rest.charAt(name.length);
        if (rest.startsWith(name) && !/[\p{L}\p{N}]/u.test(after)) found.add(symbolOfName.get(name)!);
      }
    }
    return [...found].sort();
  };
}

/** `Apple Inc.` is Apple; a name that is nothing but its form stays. */
function shortName(name: string): string {
  let short = name.trim();
  for (;;) {
    const next = short.replace(LEGAL_FORM, '').trim();
    if (next === short || next === '') return short;
    short = next;
  }
}
