import {
  array,
  assert,
  bigInt,
  boolean,
  constantFrom,
  integer,
  nat,
  property,
  record,
  stringMatching,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBinanceJson } from '#adapters/providers/binance/read-binance-json';
import { readBinanceMessage } from '#adapters/providers/binance/read-binance-message';
import { readPlainTrade } from '#adapters/providers/binance/read-plain-trade';
import { createSlotLookup } from '#domain/market/slot-lookup';
import { allocateTicks, type TickBatch } from '#domain/market/tick-batch';

const NAMES = ['SOLX', 'BNBBTC', 'BTCUSDT', 'DOGEUSDT', '1INCHUSDT', '1000SATSUSDT', '1000000MOGUSDT'];
const symbols = createSlotLookup();
NAMES.forEach((symbol, slot) => {
  symbols.add(symbol, slot + 3);
});
const RECEIVED = 1_672_515_782_150.25;
const TRADE =
  '{"e":"trade","E":1672515782136,"s":"BTCUSDT","t":1234567890,"p":"60012.00100000","q":"3.25000000","T":1672515782130,"m":true,"M":true}';
const COMBINED = `{"stream":"btcusdt@trade","data":${TRADE}}`;
const encoder = new TextEncoder();

function rowsOf(reader: typeof readBinanceMessage, bytes: Uint8Array): unknown {
  const batch = allocateTicks(1);
  return { reading: reader(bytes, RECEIVED, symbols, batch), ...rowOf(batch) };
}

function rowOf(batch: TickBatch): Record<string, unknown> {
  if (batch.length === 0) return { length: 0 };
  const { capacity: _, ...columns } = batch;
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, typeof column === 'number' ? column : column[0]]),
  );
}

/** Whether it was read as plain, and what JSON says of a copy of it that lies alone. */
function expectAsJson(bytes: Uint8Array, what: string): void {
  const alone = Uint8Array.from(bytes);
  expect(rowsOf(readBinanceMessage, bytes), what).toEqual(rowsOf(readBinanceJson, alone));
}

function packed(texts: readonly string[], before = 0, after = 0): Uint8Array[] {
  const parts = texts.map((text) => encoder.encode(text));
  const buffer = new Uint8Array(before + parts.reduce((sum, part) => sum + part.length, 0) + after);
  let at = before;
  return parts.map((part) => {
    buffer.set(part, at);
    at += part.length;
    return buffer.subarray(at - part.length, at);
  });
}

const isPlain = (bytes: Uint8Array): boolean => readPlainTrade(bytes, symbols, allocateTicks(1));

describe('readPlainTrade', () => {
  it('reads trades where they lie, from the third of a buffer on, and when they lie alone', () => {
    isPlain(encoder.encode(TRADE));
    for (const text of [TRADE, COMBINED, TRADE.replace('"m":true', '"m":false')]) {
      expect(isPlain(encoder.encode(text))).toBe(true);
      for (const message of packed([text, text, text, text, text])) expect(isPlain(message)).toBe(true);
    }
  });

  it('gives what JSON gives for trades of all kinds that lie one behind the other', () => {
    const decimal = stringMatching(/^[0-9]{1,10}\.[0-9]{8}$/);
    const usual = stringMatching(/^(0|[1-9][0-9]{0,4})\.[0-9]{8}$/);
    const time = integer({ min: -1, max: 12 }).map((offset) => String(1_672_515_800_000 + offset));
    const trade = record({
      E: time,
      s: constantFrom(...NAMES, 'BTCUSD', 'BTCUSDTX', 'NOB'),
      t: constantFrom(10n ** 6n, 10n ** 9n, 10n ** 10n, 10n ** 15n, 10n ** 16n).chain((max) =>
        bigInt({ min: max / 10n - 2n, max }),
      ),
      p: constantFrom(decimal, usual, usual).chain((one) => one),
      q: constantFrom(decimal, usual, usual).chain((one) => one),
      T: time,
      m: boolean(),
      isCombined: boolean(),
    });
    let plain = 0;
    void assert(
      property(
        array(trade, { minLength: 3, maxLength: 9 }),
        nat({ max: 9 }),
        nat({ max: 90 }),
        (all, b, a) => {
          const texts = all.map(({ E, s, t, p, q, T, m, isCombined }) => {
            const text = `{"e":"trade","E":${E},"s":"${s}","t":${t},"p":"${p}","q":"${q}","T":${T},"m":${m},"M":true}`;
            return isCombined ? `{"stream":"x@trade","data":${text}}` : text;
          });
          packed(texts, b, a).forEach((message, i) => {
            if (isPlain(message)) plain++;
            expectAsJson(message, texts[i]!);
          });
        },
      ),
      { numRuns: 1_500, seed: 7 },
    );
    expect(plain).toBeGreaterThan(2_000);
  });

  it('never takes bytes of a neighbour for its own, cut anywhere at either end or too long', () => {
    for (const text of [TRADE, COMBINED]) {
      const all = packed([text, text, text, text, text], 3, 200);
      for (const message of all.slice(0, 3)) isPlain(message);
      const { buffer, byteOffset, length } = all[3]!;
      for (let end = 0; end <= 2 * length; end++)
        expectAsJson(new Uint8Array(buffer, byteOffset, end), `ends at ${end}`);
      for (let start = -length; start < length; start++)
        expectAsJson(new Uint8Array(buffer, byteOffset + start, length - start), `begins at ${start}`);
      for (let end = 64; end < length; end++)
        expect(isPlain(new Uint8Array(buffer, byteOffset, end))).toBe(false);
    }
  });

  it('judges a message with any one byte changed, or one put in or taken out, as JSON does', () => {
    for (const text of [TRADE, COMBINED]) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length; at++)
        for (const byte of [0, 9, 32, 34, 44, 46, 47, 48, 57, 58, 92, 97, 101, 102, 125, 128, 255]) {
          // The one before is whole, so that the time's first digits are those of this one again.
          const [, , , , message] = packed([text, text, text, text, text], 0, 100);
          isPlain(message!.slice());
          message![at] = byte;
          expectAsJson(message!, `${byte} at ${at}`);
          expectAsJson(
            Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at)),
            `${byte} put in at ${at}`,
          );
        }
      for (let at = 0; at < bytes.length; at++)
        expectAsJson(Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1)), `without ${at}`);
    }
  });

  it('reads messages that end where their buffer ends, and of a buffer that shrinks', () => {
    for (const after of [0, 1, 63, 64])
      for (const message of packed([TRADE, TRADE, TRADE, TRADE], 0, after))
        expectAsJson(message, `${after} behind`);
    // The library of types does not know these yet.
    const buffer: ArrayBuffer = Reflect.construct(ArrayBuffer, [TRADE.length * 3, { maxByteLength: 2_000 }]);
    new Uint8Array(buffer).set(encoder.encode(TRADE + TRADE + TRADE));
    for (let i = 0; i < 3; i++) expectAsJson(new Uint8Array(buffer, TRADE.length, TRADE.length), 'resizable');
    Reflect.apply(Reflect.get(buffer, 'resize'), buffer, [TRADE.length * 2]);
    expectAsJson(new Uint8Array(buffer, TRADE.length, TRADE.length), 'resized');
  });
});
