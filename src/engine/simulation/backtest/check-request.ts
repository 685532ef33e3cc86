import { OctopusError } from '#contract/errors';
import { feeTierFault } from '#domain/orders/fee-tiers';
import type { AccountRequest, InstrumentInput } from './account-request.ts';

const MEMORY_BYTES_MAX = 2 ** 31;
/** A minute. */
const LATENCY_MS_MAX = 60_000;
/** Time and equity of an event, doubled while they grow. */
const EVENT_BYTES = 32;

/** Throws an `OctopusError` BAD_REQUEST naming the first part of a request that cannot be run. */
export function checkRequest(request: AccountRequest): void {
  const { instruments, account, memoryBytesMax = MEMORY_BYTES_MAX } = request;
  if (instruments.length === 0) refuse('the run has no instrument; name at least one symbol');
  const seen = new Set<string>();
  for (const instrument of instruments) {
    if (seen.has(instrument.symbol)) refuse(`${instrument.symbol} is named twice; each symbol once`);
    seen.add(instrument.symbol);
    checkData(instrument);
  }
  if (!(account.cash > 0)) refuse(`cash is ${account.cash}, it must be above zero`);
  const { leverage = 1, latencyBars = 0, latencyMs = 0 } = account;
  if (!(leverage > 0 && leverage <= 100))
    refuse(`leverage is ${leverage}, it must be above 0 and at most 100`);
  if (!(Number.isInteger(latencyBars) && latencyBars >= 0))
    refuse(`latency is ${latencyBars} bars, it must be a whole number from 0`);
  if (!(latencyMs >= 0 && latencyMs <= LATENCY_MS_MAX))
    refuse(`latency is ${latencyMs} ms, it must be from 0 to ${LATENCY_MS_MAX}`);
  const fault = feeTierFault(account.costs?.commission?.tiers ?? []);
  if (fault !== undefined) refuse(fault);
  const needed = instruments.reduce((sum, one) => sum + bytesOf(one), 0);
  if (needed > memoryBytesMax)
    refuse(
      `the run needs about ${megabytes(needed)} MB for its data and results, above the cap of ${megabytes(memoryBytesMax)} MB; take fewer symbols, longer bars or a shorter range`,
    );
}

function checkData({ symbol, series, trades, quotes }: InstrumentInput): void {
  const first = series[0];
  if (!first && !trades && !quotes) refuse(`${symbol} has neither bars nor ticks; import data for it`);
  for (const { timeframe, bars } of series)
    if (bars.length === 0)
      refuse(`${symbol} ${timeframe} has no bars in this range; import data or widen the range`);
  if (trades?.length === 0 || quotes?.length === 0)
    refuse(`${symbol} has no ticks in this range; import data or widen the range`);
}

function bytesOf({ series, trades, quotes }: InstrumentInput): number {
  const bars = series.reduce((sum, { bars: { length } }) => sum + length * (48 + EVENT_BYTES), 0);
  return bars + (trades?.length ?? 0) * (32 + EVENT_BYTES) + (quotes?.length ?? 0) * (64 + EVENT_BYTES);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

function refuse(message: string): never {
  throw new OctopusError('BAD_REQUEST', message);
}
