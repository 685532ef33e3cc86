import { OctopusError } from '#contract/errors';
import type { AlgorithmRequest } from '#contract/services/algorithms';
import type { OrderRequest } from '#contract/services/trading';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { TradingDay } from '#domain/market/trading-day';

/**
 * The iceberg that stands in for an order which shows a part of itself. A day order's ends with the trading day. Throws
 * a BAD_REQUEST for what parts cannot be: exits, post-only, reduce-only, a validity other than a day, a date or until
 * cancelled.
 */
export function icebergOf(request: OrderRequest, now: number, calendar: ExchangeCalendar): AlgorithmRequest {
  const { account, symbol, side, quantity, type, limitPrice, displayQuantity, nonce } = request;
  const fault = faultOf(request);
  if (fault !== undefined)
    throw new OctopusError(
      'BAD_REQUEST',
      `this venue shows no part of an order, so Octopus sends it in parts: ${fault}`,
    );
  if (type !== 'limit')
    throw new OctopusError('BAD_REQUEST', 'only a limit order that may rest can show a part of itself');
  const end = endOf(request, now, calendar);
  return {
    kind: 'iceberg',
    symbol,
    side,
    quantity,
    ...(account === undefined ? {} : { account }),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(displayQuantity === undefined ? {} : { displayQuantity }),
    ...(end === undefined ? {} : { durationMs: Math.max(1_000, Math.floor(end - now)) }),
    nonce,
  };
}

function faultOf({
  timeInForce = 'day',
  bracket,
  exits,
  isPostOnly,
  isReduceOnly,
}: OrderRequest): string | undefined {
  if (bracket !== undefined || exits !== undefined) return 'exits can hang on a whole order only';
  if (isPostOnly || isReduceOnly) return 'parts are neither post-only nor reduce-only';
  return ['day', 'gtc', 'gtd'].includes(timeInForce) ? undefined : `parts are not good ${timeInForce}`;
}

function endOf(
  { timeInForce = 'day', expireTime }: OrderRequest,
  now: number,
  calendar: ExchangeCalendar,
): number | undefined {
  if (timeInForce === 'gtc') return undefined;
  if (timeInForce === 'gtd') return expireTime;
  const day = new TradingDay(calendar);
  day.find(now);
  return calendar.sessionOf(day.date)?.close ?? day.end;
}
