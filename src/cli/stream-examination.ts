import type { Engine } from '#runtime/engine/create-engine';
import type { Finding } from './examination.ts';

const FIRST_MESSAGE_MS = 10_000;
/** A symbol of each stream that trades day and night; one that plays the store again has no vendor to ask. */
const SYMBOLS: Readonly<Record<string, string>> = {
  binance: 'BTCUSDT',
  finnhub: 'BINANCE:BTCUSDT',
  simulated: 'SIM:ACME',
};

/** Connects to each stream and waits ten seconds at most for its first price; one without its key is not asked. */
export async function examineStreams(engine: Engine): Promise<Finding[]> {
  // The engine's timers keep no process alive: without this one it ends, silently, while a vendor is waited for.
  const awake = setInterval(() => undefined, FIRST_MESSAGE_MS);
  try {
    return await askStreams(engine);
  } finally {
    clearInterval(awake);
  }
}

function askStreams({ live }: Engine): Promise<Finding[]> {
  const asked = live.sources.items().filter(({ id }) => id in SYMBOLS);
  return Promise.all(
    asked.map(async ({ id, name, keyVariable, hasKey }): Promise<Finding> => {
      const check = `Stream ${id}`;
      if (keyVariable !== null && !hasKey)
        return { check, state: 'warning', found: 'not asked: it needs a key', advice: `set ${keyVariable}` };
      try {
        const { liveMs, firstTickMs } = await live.probe(id, SYMBOLS[id]!, FIRST_MESSAGE_MS);
        const found = `${name} connects in ${Math.round(liveMs)} ms, first price after ${Math.round(firstTickMs)} ms`;
        return { check, state: 'ok', found, advice: '' };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return {
          check,
          state: 'warning',
          found: `${name}: ${reason}`,
          advice: 'check the connection and the key',
        };
      }
    }),
  );
}
