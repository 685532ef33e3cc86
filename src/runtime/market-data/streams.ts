import { binanceStream } from '#adapters/providers/binance/binance-stream';
import { finnhubStream } from '#adapters/providers/finnhub/finnhub-stream';
import {
  optionQuoteStream,
  simulatedOptionStream,
} from '#adapters/providers/option-quotes/option-quote-stream';
import { replayStream } from '#adapters/providers/replay/replay-stream';
import { simulatedStream } from '#adapters/providers/simulated/simulated-stream';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';

/** Every live source of prices, in the order they are listed. */
export const STREAMS: readonly MarketStreamDefinition[] = [
  binanceStream,
  finnhubStream,
  simulatedStream,
  replayStream,
  optionQuoteStream,
  simulatedOptionStream,
];
