import type { ReactNode } from 'react';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal, decimalFromNumber } from '#domain/values/decimal';
import { type Choice, SelectField, TextField } from '../../components/field.tsx';
import { formatNumber } from '../../format/number.ts';
import type { AccountTakes } from '../../trading/account-takes.ts';
import { AmountField, UnitChoice } from '../../trading/amount-field.tsx';
import { tickOf } from '../../trading/amount-text.ts';
import { TYPE_NAMES, VALIDITY_NAMES } from '../../trading/order-words.ts';
import type { MarketPrices } from '../../trading/price-order.ts';
import { type DraftCheck, FIELDS_OF, type TicketDraft } from './ticket-draft.ts';

interface TermsProps {
  readonly draft: TicketDraft;
  readonly check: DraftCheck;
  readonly takes: AccountTakes;
  readonly prices: MarketPrices;
  readonly precision: number;
  readonly onEdit: (changes: Partial<TicketDraft>) => void;
}

/** The type of the order with the prices it needs, and how long it is valid. */
export function TicketTerms(props: TermsProps): ReactNode {
  const { draft, check, takes, onEdit } = props;
  return (
    <>
      <SelectField
        label="Type"
        value={draft.type}
        choices={typeChoices(takes)}
        onChoose={(type) => onEdit({ type })}
      />
      <PriceFields {...props} />
      <SelectField
        label="Valid"
        value={draft.timeInForce}
        choices={validityChoices(takes, draft)}
        onChoose={(timeInForce) => onEdit({ timeInForce })}
      />
      {draft.timeInForce === 'gtd' && (
        <TextField
          label="Until, here"
          type="datetime-local"
          value={draft.expireTime}
          error={check.errors.expireTime}
          onChange={({ target }) => onEdit({ expireTime: target.value })}
        />
      )}
    </>
  );
}

function typeChoices({ types, brokerName }: AccountTakes): Choice<TicketDraft['type']>[] {
  return ORDER_TYPES.map((value) => {
    const name = TYPE_NAMES[value];
    if (types[value] === 'emulated') return { value, text: `${name} · emulated by Octopus` };
    return types[value] === 'yes'
      ? { value, text: name }
      : { value, text: `${name} · not at ${brokerName}`, isDisabled: true };
  });
}

function validityChoices(
  { validities, brokerName }: AccountTakes,
  { type }: TicketDraft,
): Choice<TicketDraft['timeInForce']>[] {
  return TIMES_IN_FORCE.map((value) => {
    const name = VALIDITY_NAMES[value];
    const isAuction = value === 'at-open' || value === 'at-close';
    if (isAuction && type !== 'market' && type !== 'limit')
      return { value, text: `${name} · market and limit orders`, isDisabled: true };
    return validities[value] === 'yes'
      ? { value, text: name }
      : { value, text: `${name} · not at ${brokerName}`, isDisabled: true };
  });
}

function PriceFields({ draft, check, prices, precision, onEdit }: TermsProps): ReactNode {
  const tick = tickOf(precision);
  const isTouched = draft.type.endsWith('touched');
  const [name, market] =
    draft.side === 'buy' ? (['ask', prices.ask] as const) : (['bid', prices.bid] as const);
  const [ownName, own] =
    draft.side === 'buy' ? (['bid', prices.bid] as const) : (['ask', prices.ask] as const);
  return FIELDS_OF[draft.type].map((field) => {
    if (field === 'trail')
      return (
        <AmountField
          key={field}
          label="Trails by"
          value={draft.trail}
          step={draft.trailUnit === 'amount' ? tick : DECIMAL_ONE / 10n}
          error={check.errors.trail}
          onType={(trail) => onEdit({ trail })}
          suffix={
            <UnitChoice
              label="Trails in"
              value={draft.trailUnit}
              units={[
                { value: 'amount', text: 'price' },
                { value: 'percent', text: '%' },
              ]}
              onChoose={(trailUnit) => onEdit({ trailUnit, trail: '' })}
            />
          }
        />
      );
    if (field === 'limitOffset')
      return (
        <AmountField
          key={field}
          label="Limit offset"
          value={draft.limitOffset}
          step={tick}
          error={check.errors.limitOffset}
          onType={(limitOffset) => onEdit({ limitOffset })}
          suffix="worse than the stop"
        />
      );
    const isLimit = field === 'limitPrice';
    const [said, price] = isLimit ? [ownName, own] : [name, market];
    const shown = price ?? prices.last;
    return (
      <AmountField
        key={field}
        label={isLimit ? 'Limit' : isTouched ? 'Touched at' : 'Stop'}
        value={draft[field]}
        step={tick}
        start={startAt(shown, tick)}
        error={check.errors[field]}
        onType={(text) => onEdit({ [field]: text })}
        suffix={
          shown !== null && (
            <button
              type="button"
              className="link-button"
              title="Use this price"
              tabIndex={-1}
              onClick={() => onEdit({ [field]: shown.toFixed(precision) })}
            >
              {price === null ? 'last' : said} {formatNumber(shown, precision)}
            </button>
          )
        }
      />
    );
  });
}

function startAt(price: number | null, tick: Decimal): Decimal | null {
  return price === null || !(price > 0) ? null : (decimalFromNumber(price) / tick) * tick;
}
