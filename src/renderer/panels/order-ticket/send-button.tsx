import type { ReactNode } from 'react';
import type { AccountView } from '#contract/services/accounts';
import type { AlgorithmRequest } from '#contract/services/algorithms';
import type { OrderRequest } from '#contract/services/trading';
import { sideWord } from '#domain/orders/order-line';
import { formatDecimalText, formatQuantity } from '../../format/money.ts';
import { formatNumber } from '../../format/number.ts';
import { orderSentence } from '../../trading/order-words.ts';
import { SendPress } from './send-press.tsx';
import type { SendVerdict } from './send-verdict.ts';
import { accountName } from './ticket-account.tsx';

/** The order as a sentence, and the button that sends it. */
export function SendButton({
  side,
  request,
  worked,
  account,
  isBlocked,
  isAsking,
  isSending,
  verdict,
  reasonsId,
}: {
  readonly side: 'buy' | 'sell';
  /** Null while something is missing. */
  readonly request: Omit<OrderRequest, 'nonce'> | null;
  /** The algorithm that would work it. */
  readonly worked: Omit<AlgorithmRequest, 'nonce' | 'account'> | null;
  readonly account: AccountView | null;
  /** Not even an order towards flat can be sent. */
  readonly isBlocked: boolean;
  /** Pressed once with real money, and waiting for the second press. */
  readonly isAsking: boolean;
  readonly isSending: boolean;
  readonly verdict: SendVerdict;
  /** Of the element that holds what stands against it. */
  readonly reasonsId: string;
}): ReactNode {
  const isLive = account?.environment === 'live';
  return (
    <>
      {request !== null && (
        <p className="ticket-sentence" aria-live="polite">
          {ticketSentence(request, worked)}{' '}
          <span className={isLive ? 'danger-text strong' : 'muted'}>
            {isLive ? 'REAL MONEY, account ' : 'Account '}
            {account && accountName(account)}.
          </span>
        </p>
      )}
      <SendPress
        side={side}
        text={shortText(side, request, worked)}
        verdict={request === null ? 'open' : verdict}
        reasonsId={reasonsId}
        isAsking={isAsking}
        isSending={isSending}
        isDisabled={request === null || isBlocked}
        title={
          isLive
            ? 'Real money: the first press asks, the second sends. Enter in any field does the same.'
            : 'Asks for a last preview, then sends. Enter in any field does the same.'
        }
      />
    </>
  );
}

/** What is about to be sent, in one sentence. */
function ticketSentence(
  request: Omit<OrderRequest, 'nonce'>,
  worked: Omit<AlgorithmRequest, 'nonce' | 'account'> | null,
): string {
  return worked === null ? orderSentence(request) : workedSentence(worked);
}

function shortText(
  side: 'buy' | 'sell',
  request: Omit<OrderRequest, 'nonce'> | null,
  worked: Omit<AlgorithmRequest, 'nonce' | 'account'> | null,
): string {
  if (request === null) return `${sideWord(side)} …`;
  const what = `${sideWord(request.side)} ${formatQuantity(request.quantity)} ${request.symbol}`;
  if (worked) return `${what} by ${worked.kind.toUpperCase()}`;
  const price = request.limitPrice ?? request.stopPrice;
  if (price === undefined) return request.type === 'market' ? `${what} at market` : what;
  return `${what} ${request.limitPrice === undefined ? 'stop' : '@'} ${formatDecimalText(price)}`;
}

const KIND_CLAUSES: Readonly<Record<AlgorithmRequest['kind'], string>> = {
  twap: 'evenly over time',
  vwap: 'as volume usually comes',
  pov: 'as a share of what trades',
  iceberg: 'part after part',
};

/** An order worked in parts, in one sentence to be read before it is started. */
function workedSentence(worked: Omit<AlgorithmRequest, 'nonce' | 'account'>): string {
  const { kind, side, quantity, symbol, limitPrice, durationMs, slices, participation, atEnd } = worked;
  const parts = [
    `${sideWord(side)} ${formatQuantity(quantity)} ${symbol} in parts, ${KIND_CLAUSES[kind]}`,
    ...(slices === undefined ? [] : [`${formatNumber(slices, 0)} of them`]),
    ...(participation === undefined ? [] : [`${formatNumber(participation * 100, 1)} % of the volume`]),
    ...(durationMs === undefined ? [] : [`within ${formatNumber(durationMs / 60_000, 0)} minutes`]),
    limitPrice === undefined ? 'at market' : `at ${formatDecimalText(limitPrice)} or better`,
  ];
  return `${parts.join(', ')}; the rest ${atEnd === 'market' ? 'goes at market' : 'is left'} at the end.`;
}
