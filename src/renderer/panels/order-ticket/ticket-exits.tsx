import type { ReactNode } from 'react';
import type { OrderRequest } from '#contract/services/trading';
import { DECIMAL_ONE } from '#domain/values/decimal';
import { formatDecimalText } from '../../format/money.ts';
import { AmountField, UnitChoice } from '../../trading/amount-field.tsx';
import { tickOf } from '../../trading/amount-text.ts';
import type { ExitUnit } from '../../trading/exit-price.ts';
import type { DraftCheck, TicketDraft } from './ticket-draft.ts';

/** Target and protective stop that are sent with the order, each as a price, in ticks, percent or money. */
export function TicketExits({
  draft,
  check,
  bracket,
  currency,
  precision,
  onEdit,
}: {
  readonly draft: TicketDraft;
  readonly check: DraftCheck;
  /** As it would be sent; absent while the draft is incomplete. */
  readonly bracket: OrderRequest['bracket'];
  readonly currency: string;
  readonly precision: number;
  readonly onEdit: (changes: Partial<TicketDraft>) => void;
}): ReactNode {
  const units: readonly { value: ExitUnit; text: string }[] = [
    { value: 'price', text: 'price' },
    { value: 'ticks', text: 'ticks' },
    { value: 'percent', text: '%' },
    { value: 'money', text: currency || 'money' },
  ];
  return (['target', 'stop'] as const).map((kind) => {
    const { text, unit } = draft[kind];
    const price = kind === 'target' ? bracket?.takeProfit : bracket?.stopLoss;
    return (
      <AmountField
        key={kind}
        label={kind === 'target' ? 'Then target' : 'Then stop'}
        value={text}
        placeholder="none"
        step={unit === 'price' ? tickOf(precision) : unit === 'percent' ? DECIMAL_ONE / 10n : DECIMAL_ONE}
        start={unit === 'price' ? null : DECIMAL_ONE}
        error={check.errors[kind]}
        onType={(typed) => onEdit({ [kind]: { text: typed, unit } })}
        suffix={
          <>
            {unit !== 'price' && price !== undefined && (
              <b className="ticket-units">= {formatDecimalText(price)}</b>
            )}
            <UnitChoice
              label={`${kind === 'target' ? 'Target' : 'Stop'} is in`}
              value={unit}
              units={units}
              onChoose={(chosen) => onEdit({ [kind]: { text: '', unit: chosen } })}
            />
          </>
        }
      />
    );
  });
}
