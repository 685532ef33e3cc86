import type { ReactNode } from 'react';
import type { StrategyAnalysisView, StrategyLegInput } from '#contract/services/options';
import { instrumentLabel, parseOptionSymbol } from '#domain/instruments/option-contract';
import { formatNumber } from '../../format/number.ts';
import { setRatio, turnLegs } from './leg-draft.ts';

/** The legs of a strategy, each with its side, ratio and prices; what is pressed changes it. */
export function LegList({
  legs,
  analysis,
  onLegs,
}: {
  readonly legs: readonly StrategyLegInput[];
  readonly analysis: StrategyAnalysisView | null;
  readonly onLegs: (legs: readonly StrategyLegInput[]) => void;
}): ReactNode {
  return (
    <ul className="legs" aria-label="Legs">
      {legs.map((leg) => (
        <Leg
          key={leg.symbol}
          leg={leg}
          priced={analysis?.legs.find(({ symbol }) => symbol === leg.symbol)}
          onRatio={(ratio) => onLegs(setRatio(legs, leg.symbol, ratio))}
          onTurn={() => onLegs(turnLegs(legs, leg.symbol))}
        />
      ))}
    </ul>
  );
}

function Leg({
  leg,
  priced,
  onRatio,
  onTurn,
}: {
  readonly leg: StrategyLegInput;
  readonly priced: StrategyAnalysisView['legs'][number] | undefined;
  readonly onRatio: (ratio: number) => void;
  readonly onTurn: () => void;
}): ReactNode {
  const label = instrumentLabel(leg.symbol);
  const fault = priced?.fault ?? (priced?.isStale ? 'an old quote' : null);
  return (
    <li className={`leg ${leg.side}`}>
      <button
        type="button"
        className="leg-side"
        onClick={onTurn}
        aria-label={`${leg.side === 'buy' ? 'Bought' : 'Sold'}: ${label}; press to turn round`}
        title="Press to turn round"
      >
        {leg.side === 'buy' ? 'Buy' : 'Sell'}
      </button>
      <input
        className="leg-ratio"
        aria-label={`Ratio of ${label}`}
        inputMode="numeric"
        value={String(leg.ratio)}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => {
          const ratio = Number(target.value);
          if (Number.isInteger(ratio) && ratio > 0) onRatio(ratio);
        }}
      />
      <span className="leg-name" title={`${label}, ${leg.symbol}`}>
        {shortLabel(leg.symbol)}
      </span>
      <span className="leg-prices" title={pricesText(priced)}>
        {formatNumber(priced?.bid)} / {formatNumber(priced?.ask)}
        {fault !== null && (
          <span className="warning-text" role="img" aria-label={fault} title={fault}>
            {' '}
            ▲
          </span>
        )}
      </span>
      <button type="button" className="icon-button" aria-label={`Remove ${label}`} onClick={() => onRatio(0)}>
        ×
      </button>
    </li>
  );
}

/** Without the underlying, which all of them share: `18 Dec 2026 150 call`. */
function shortLabel(symbol: string): string {
  const underlying = parseOptionSymbol(symbol)?.underlying;
  return underlying === undefined ? symbol : instrumentLabel(symbol).slice(underlying.length + 1);
}

function pricesText(priced: StrategyAnalysisView['legs'][number] | undefined): string {
  const volatility =
    priced?.volatilityPct == null
      ? ''
      : `; valued with ${formatNumber(priced.volatilityPct, 1)} % a year, implied by ${priced.volatilityFrom}`;
  return `Bid and ask${volatility}`;
}
