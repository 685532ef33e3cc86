import type { BrokerAccount } from '#agents/execution-manager/broker-account';
import type { Reconciliation } from '#agents/execution-manager/reconciler';
import type { AccountMargin, AccountView } from '#contract/services/accounts';
import { amountsAsText } from '#domain/orders/order-amounts';
import { type BorrowList, EASY_TO_BORROW } from '#domain/portfolio/borrow-list';
import { formatDecimal } from '#domain/values/decimal';
import type { MarginWatch } from '#engine/trading/margin-watch';
import type { PortfolioBook } from '#engine/trading/portfolio-book';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { AccountDocument } from './account-documents.ts';
import { paperVenue } from './paper-terms.ts';

/** What is known of an account besides how it trades. */
export interface AccountBackground extends Partial<AccountDocument> {
  readonly broker?: BrokerAccount | undefined;
}

/** An account as it crosses the line. `ignored` are foreign orders that a person does not want to see. */
export function accountView(
  trading: TradingAccount,
  brokerName: string,
  {
    broker,
    ignored = [],
    fields = {},
    fills = 'ticks',
    type,
    borrowing = EASY_TO_BORROW,
  }: AccountBackground = {},
): AccountView {
  const row = trading.book.accountRow();
  const { equity, dayPnl, positions, buyingPower } = trading.portfolio();
  const state = broker?.state.get();
  return {
    account: row.account,
    broker: row.broker,
    brokerName,
    environment: row.environment,
    currency: row.currency,
    tradingState: row.tradingState,
    isLiveAllowed: row.isLiveAllowed,
    connection: state?.connection ?? null,
    reconciliation: state?.reconciliation ? reconciliationView(state.reconciliation, ignored) : null,
    isReconciling: state?.isReconciling ?? false,
    reconcileProblem: state?.problem ?? null,
    whyClosed: trading.orders.whyClosed() ?? null,
    locks: trading.protections.locks(trading.eventTime),
    equity,
    cash: formatDecimal(row.cash),
    dayPnl,
    openOrders: trading.orders.openOrders().length,
    positions: positions.filter(({ quantity }) => quantity !== '0').length,
    buyingPower,
    type: type ?? null,
    paper: row.environment === 'paper' && broker === undefined ? paperView({ fields, fills }) : null,
    margin: trading.margin ? marginView(trading.margin, trading.book, borrowing) : null,
  };
}

function paperView({
  fields,
  fills,
}: Required<Pick<AccountDocument, 'fields' | 'fills'>>): AccountView['paper'] {
  const { name, summary } = paperVenue({ fields });
  return { fills: fills ?? 'ticks', venue: name, summary };
}

function marginView(margin: MarginWatch, book: PortfolioBook, { symbols }: BorrowList): AccountMargin {
  const { debit = 0, borrow = 0 } = margin.rules.financing;
  return {
    ...margin.state(book),
    debitRate: debit,
    borrowRate: borrow,
    interestPaid: formatDecimal(margin.financing.interest),
    borrowFeesPaid: formatDecimal(margin.financing.borrowFees),
    borrowing: Object.entries(symbols).map(([symbol, entry]) => ({ symbol, ...entry })),
  };
}

function reconciliationView(
  { time, sure, unknown, external, differences }: Reconciliation,
  ignored: readonly string[],
): NonNullable<AccountView['reconciliation']> {
  return {
    time,
    sure,
    unknown: unknown.map((one) => ({ ...one })),
    external: external
      .filter(({ venueOrderId }) => !ignored.includes(venueOrderId))
      .map((report) => {
        const { venueOrderId, symbol, side, type, quantity, filledQuantity, limitPrice, stopPrice } = report;
        return amountsAsText({
          venueOrderId,
          symbol,
          side,
          type,
          quantity,
          filledQuantity,
          ...(limitPrice === undefined ? {} : { limitPrice }),
          ...(stopPrice === undefined ? {} : { stopPrice }),
        });
      }),
    differences: differences.map((difference) => ({
      kind: difference.kind,
      what: difference.kind === 'cash' ? difference.currency : difference.symbol,
      ours: formatDecimal(difference.ours),
      theirs: formatDecimal(difference.theirs),
    })),
  };
}
