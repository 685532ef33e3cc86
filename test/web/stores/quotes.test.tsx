import { expect, test } from 'vitest';
import type { QuoteBatch } from '#contract/feed/frames';
import { changePct, quoteOf, receiveQuotes, useQuote } from '../../../src/renderer/stores/quotes.ts';
import { render } from '../support/render.tsx';

function batch(rows: readonly (readonly [symbolIndex: number, last: number])[]): QuoteBatch {
  const column = (value: (row: readonly [number, number]) => number) => Float64Array.from(rows, value);
  const unknown = column(() => Number.NaN);
  return {
    length: rows.length,
    symbolIndex: column(([index]) => index),
    last: column(([, last]) => last),
    previousClose: column(() => 100),
    eventTime: unknown,
    bid: unknown,
    ask: unknown,
    volume: unknown,
    dayOpen: unknown,
    dayHigh: unknown,
    dayLow: unknown,
  };
}

const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 60));

test('only the cells of symbols that changed are drawn again, once a frame', async () => {
  const draws: Record<string, number> = { AAA: 0, BBB: 0 };
  function Cell({ symbol }: { readonly symbol: string }) {
    const quote = useQuote(symbol);
    draws[symbol] = (draws[symbol] ?? 0) + 1;
    return <span>{quote?.last}</span>;
  }
  const symbols = ['AAA', 'BBB'];
  const screen = await render(symbols.map((symbol) => <Cell key={symbol} symbol={symbol} />));
  await screen.during(async () => {
    for (const last of [101, 102, 103]) receiveQuotes(symbols, batch([[0, last]]));
    await nextFrame();
  });
  expect(screen.host.textContent).toBe('103');
  expect(draws).toEqual({ AAA: 2, BBB: 1 });
  await screen.unmount();
});

test('unknown values are absent, not zero, and change needs a previous close', async () => {
  receiveQuotes(['CCC'], batch([[0, 110]]));
  await nextFrame();
  const quote = quoteOf('CCC');
  expect(quote).toMatchObject({ last: 110, bid: null, eventTime: null });
  expect(changePct(quote)).toBeCloseTo(10);
  expect(changePct(quote && { ...quote, previousClose: null })).toBeNull();
});

test('a row that points beyond the asked symbols is let go', async () => {
  receiveQuotes(['DDD'], batch([[7, 1]]));
  await nextFrame();
  expect(quoteOf('DDD')).toBeNull();
});
