import { act } from '../../app/session-control.ts';
import { subscriptionStream } from '../../stores/engine-streams.ts';
import { showToast } from '../../stores/toasts.ts';

/** Streams a symbol from now on; true once the engine took it. What it refuses is said as a toast. */
export function streamSymbol(symbol: string): Promise<boolean> {
  return act(`Stream ${symbol}`, (engine) => engine.streams.subscribe({ symbols: [symbol] }));
}

/** Ends the stream of a symbol, or begins it. */
export async function toggleStream(symbol: string): Promise<void> {
  if (!subscriptionStream.store.getState().byId.has(symbol)) {
    await streamSymbol(symbol);
    return;
  }
  const isDone = await act(`Stop streaming ${symbol}`, (engine) =>
    engine.streams.unsubscribe({ symbols: [symbol] }),
  );
  if (isDone)
    showToast({
      severity: 'info',
      title: `${symbol} is streamed no more`,
      text: 'Its last price stays, with its age.',
    });
}
