import type { ReactNode } from 'react';
import type { StrategyAnalysisView } from '#contract/services/options';
import { formatNumber } from '../../format/number.ts';
import { roundedCents } from './leg-draft.ts';
import { netText } from './net-words.ts';

/** Where one combination trades, each price to be taken with a press. */
export function NetPrices({
  analysis,
  onPrice,
}: {
  readonly analysis: StrategyAnalysisView | null;
  readonly onPrice: (price: string) => void;
}): ReactNode {
  const prices = [
    [
      'Best',
      analysis?.net.best,
      'Bought legs at the bid, sold ones at the ask: the most that patience can hope for',
    ],
    ['Middle', analysis?.net.middle, 'Every leg in the middle of bid and ask'],
    ['Natural', analysis?.net.natural, 'Bought legs at the ask, sold ones at the bid: what fills at once'],
  ] as const;
  return (
    <fieldset className="net-prices" aria-label="Net price of one combination">
      {prices.map(([name, price, hint]) => (
        <button
          key={name}
          type="button"
          disabled={price === null || price === undefined}
          title={hint}
          onClick={() => price != null && onPrice(netText(roundedCents(price)))}
        >
          <span className="muted">{name}</span> <b>{formatNumber(price)}</b>
        </button>
      ))}
    </fieldset>
  );
}
