import type { ReactNode, Ref } from 'react';
import { DECIMAL_ONE } from '#domain/values/decimal';
import { formatQuantity } from '../../format/money.ts';
import { useDailyBars } from '../../stores/daily-bars.ts';
import { usePortfolio, useSettings } from '../../stores/engine-streams.ts';
import { AmountField, UnitChoice } from '../../trading/amount-field.tsx';
import type { Sizing } from '../../trading/order-size.ts';
import type { MarketPrices } from '../../trading/price-order.ts';
import { suggestQuantity } from './suggest-quantity.ts';
import type { DraftCheck, TicketDraft } from './ticket-draft.ts';

/** How much: in units, money, a share of the account, or a share of it at risk; with what that comes to. */
export function TicketQuantity({
  draft,
  check,
  symbol,
  currency,
  prices,
  inputRef,
  onEdit,
}: {
  readonly draft: TicketDraft;
  readonly check: DraftCheck;
  readonly symbol: string;
  readonly currency: string;
  readonly prices: MarketPrices;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onEdit: (changes: Partial<TicketDraft>) => void;
}): ReactNode {
  const units: readonly { value: Sizing; text: string }[] = [
    { value: 'units', text: 'units' },
    { value: 'money', text: currency || 'money' },
    { value: 'equity', text: '% of equity' },
    { value: 'risk', text: '% risk to stop' },
  ];
  return (
    <AmountField
      label="Quantity"
      inputRef={inputRef}
      value={draft.quantity}
      step={DECIMAL_ONE}
      start={DECIMAL_ONE}
      error={check.errors.quantity}
      onType={(quantity) => onEdit({ quantity })}
      suffix={
        <>
          {draft.sizing === 'units' && draft.quantity === '' && (
            <Suggestion
              symbol={symbol}
              draft={draft}
              prices={prices}
              onUse={(quantity) => onEdit({ quantity })}
            />
          )}
          {check.units !== null && <b className="ticket-units">= {formatQuantity(check.units)}</b>}
          <UnitChoice
            label="Quantity is in"
            value={draft.sizing}
            units={units}
            onChoose={(sizing) => onEdit({ sizing, quantity: '' })}
          />
        </>
      }
    />
  );
}

function Suggestion({
  symbol,
  draft,
  prices,
  onUse,
}: {
  readonly symbol: string;
  readonly draft: TicketDraft;
  readonly prices: MarketPrices;
  readonly onUse: (quantity: string) => void;
}): ReactNode {
  const dailyBars = useDailyBars(symbol);
  const portfolio = usePortfolio();
  const settings = useSettings();
  if (!portfolio || !settings) return null;
  const own = Number(draft.limitPrice || draft.stopPrice);
  const suggestion = suggestQuantity({
    side: draft.side,
    symbol,
    price: own > 0 ? own : prices.last,
    dailyBars,
    portfolio,
    limits: settings.riskLimits,
  });
  if (suggestion === null) return null;
  return (
    <button
      type="button"
      className="link-button"
      title={suggestion.reason}
      onClick={() => onUse(suggestion.quantity)}
    >
      {suggestion.label} → {formatQuantity(suggestion.quantity)}
    </button>
  );
}
