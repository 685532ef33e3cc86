import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import { formatAmount } from '../../format/money.ts';
import { formatNumber, formatPercent, NO_VALUE } from '../../format/number.ts';
import { marginText } from './margin-text.ts';

/** What an account may still buy, what is lent to it, and what that has cost; for one on paper by whose rules. */
export function MarginFacts({ account }: { readonly account: AccountView }): ReactNode {
  const { type, margin, paper, buyingPower, currency } = account;
  return (
    <>
      <Fact name="Buying power" text={`${formatAmount(buyingPower)} ${currency}`} />
      {type !== null && <Fact name="Type" text={marginText(account)} />}
      {margin !== null && type === 'margin' && (
        <>
          <Fact
            name="Margin used"
            hint="Equity that the exposure requires to be held, as a share of the equity: at 100 % everything is closed at the last prices"
            text={
              margin.usePct === null
                ? NO_VALUE
                : `${formatPercent(margin.usePct)} · ${formatNumber(margin.required)} of exposure ${formatNumber(margin.exposure)}`
            }
            isWarning={margin.usePct === null || margin.usePct > 80}
          />
          <Fact
            name="Interest paid"
            hint={`${formatPercent(margin.debitRate * 100)} a year on what is owed, at the end of each trading day for the nights until the next`}
            text={`${formatAmount(margin.interestPaid)} ${currency}`}
          />
          <Fact
            name="Borrow fees paid"
            hint={`${formatPercent(margin.borrowRate * 100)} a year on what is sold short, unless its symbol has a rate of its own`}
            text={`${formatAmount(margin.borrowFeesPaid)} ${currency}`}
          />
        </>
      )}
      {paper !== null && (
        <Fact
          name="Orders meet"
          hint={paper.summary}
          text={`${paper.fills === 'books' ? 'the book where it is told, else ticks' : 'trades and quotes'} · ${paper.venue}`}
        />
      )}
    </>
  );
}

function Fact({
  name,
  text,
  hint,
  isWarning = false,
}: {
  readonly name: string;
  readonly text: string;
  readonly hint?: string;
  readonly isWarning?: boolean;
}): ReactNode {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd className={isWarning ? 'selectable warning' : 'selectable'}>{text}</dd>
    </div>
  );
}
