import type { Clock } from '#engine/ports/clock';
import type { MarketStream, StreamDirectory } from '#engine/ports/market-stream';

/** How long a stream took, in milliseconds since it was opened. */
export interface StreamProbe {
  readonly liveMs: number;
  readonly firstTickMs: number;
}

/**
 * Opens a stream of its own, waits for the first tick of a symbol and closes it; nothing is judged or kept. Throws what
 * the directory throws, and an error with the reason when the stream ends or no tick comes within `limitMs`.
 */
export async function probeStream(
  ports: { readonly directory: StreamDirectory; readonly clock: Clock },
  { id, symbol, limitMs }: { readonly id: string; readonly symbol: string; readonly limitMs: number },
): Promise<StreamProbe> {
  const { directory, clock } = ports;
  const start = clock.monotonic();
  let stream: MarketStream | undefined;
  let cancel = (): void => undefined;
  try {
    return await new Promise<StreamProbe>((resolve, reject) => {
      let liveMs = Number.NaN;
      let reason = 'it does not answer';
      const passed = (): number => clock.monotonic() - start;
      cancel = clock.after(limitMs, () => {
        const what = Number.isNaN(liveMs)
          ? `not connected: ${reason}`
          : `connected, but no price of ${symbol}`;
        reject(new Error(`${what} within ${limitMs / 1_000} seconds`));
      });
      stream = directory.open(
        id,
        {
          ticks: () => resolve({ liveMs, firstTickMs: passed() }),
          book: () => undefined,
          unreadable: (_, problem) => {
            reason = problem;
          },
          missed: () => undefined,
          state: (state) => {
            if (state.kind === 'live' && Number.isNaN(liveMs)) liveMs = passed();
            if (state.kind === 'waiting') reason = state.reason;
            if (state.kind === 'ended') reject(new Error(state.reason));
          },
        },
        {},
      );
      stream.subscribe([{ symbol, slot: 0 }]);
    });
  } finally {
    cancel();
    stream?.close();
  }
}
