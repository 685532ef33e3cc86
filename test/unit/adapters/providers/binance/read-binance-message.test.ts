import {
  array,
  assert,
  boolean,
  constantFrom,
  nat,
  oneof,
  property,
  record,
  stringMatching,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBinanceJson } from '#adapters/providers/binance/read-binance-json';
import { readBinanceMessage } from '#adapters/providers/binance/read-binance-message';
import { createSlotLookup } from '#domain/market/slot-lookup';
import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';

const symbols = createSlotLookup();
['BNBBTC', 'BTCUSDT', '币安人生USDT', '1000SATSUSDT'].forEach((symbol, slot) => {
  symbols.add(symbol, slot + 3);
});

type Reader = typeof readBinanceMessage;

function read(
  text: string | Uint8Array,
  reader: Reader = readBinanceMessage,
): { reading: string; row: Record<string, number> } {
  const batch = allocateTicks(1);
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const reading = reader(bytes, 1_700_000_000_123.25, symbols, batch);
  return { reading, row: batch.length === 0 ? {} : rowOf(batch) };
}

function rowOf(batch: TickBatch): Record<string, number> {
  const row: Record<string, number> = {};
  for (const [name, column] of Object.entries(batch))
    if (ArrayBuffer.isView(column)) row[name] = (column as Float64Array)[0]!;
  return row;
}

const TRADE =
  '{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.00100000","q":"100.00000000","T":1672515782130,"m":true,"M":true}';
const BOOK_TICKER =
  '{"u":400900217,"s":"BNBBTC","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}';

describe('readBinanceMessage', () => {
  it('reads the documented trade', () => {
    expect(read(TRADE)).toEqual({
      reading: 'tick',
      row: {
        slot: 3,
        kind: TRADE_TICK,
        eventTime: 1_672_515_782_130,
        receivedTime: 1_700_000_000_123.25,
        price: 0.001,
        size: 100,
        bid: Number.NaN,
        ask: Number.NaN,
        bidSize: Number.NaN,
        askSize: Number.NaN,
        sequence: 12_345,
      },
    });
  });

  it('reads the documented book ticker, which tells no time', () => {
    expect(read(`{"stream":"bnbbtc@bookTicker","data":${BOOK_TICKER}}`)).toEqual({
      reading: 'tick',
      row: {
        slot: 3,
        kind: QUOTE_TICK,
        eventTime: 1_700_000_000_123.25,
        receivedTime: 1_700_000_000_123.25,
        price: Number.NaN,
        size: Number.NaN,
        bid: 25.3519,
        ask: 25.3652,
        bidSize: 31.21,
        askSize: 40.66,
        sequence: 400_900_217,
      },
    });
  });

  it('gives what JSON.parse and Number give, in any order of fields, with more fields, wrapped or not', () => {
    const decimal = stringMatching(/^[0-9]{1,12}\.[0-9]{1,10}$/);
    const symbol = constantFrom('BNBBTC', 'BTCUSDT', '币安人生USDT', '1000SATSUSDT', 'NOBODY', 'BTCUSD');
    const time = nat({ max: 2_000_000_000_000 });
    const trade = record({
      E: time,
      s: symbol,
      t: nat(),
      p: decimal,
      q: decimal,
      T: time,
      m: boolean(),
      M: boolean(),
    });
    const quote = record({ u: nat(), s: symbol, b: decimal, B: decimal, a: decimal, A: decimal });
    const messages = oneof(
      trade.map((fields) => ({ e: 'trade', ...fields })),
      quote,
    );
    const more = array(tuple(constantFrom('b', 'a', 'X', 'ps', 'stream'), nat()), { maxLength: 2 });
    void assert(
      property(messages, more, boolean(), boolean(), nat(), (fields, extra, isWrapped, isShuffled, turn) => {
        const entries = Object.entries(fields).filter(([name]) => !extra.some(([other]) => other === name));
        const isWhole = entries.length === Object.keys(fields).length;
        const all = [...entries, ...(isShuffled && isWhole ? extra : [])];
        const cut = isShuffled ? turn % all.length : 0;
        const message = Object.fromEntries([...all.slice(cut), ...all.slice(0, cut)]);
        const text = JSON.stringify(isWrapped ? { stream: 'x@y', data: message } : message);
        expect(read(text)).toEqual(read(text, readBinanceJson));
        const isKnown = ['BNBBTC', 'BTCUSDT', '币安人生USDT', '1000SATSUSDT'].includes(fields.s);
        if (isWhole) expect(read(text).reading).toBe(isKnown ? 'tick' : 'other');
        const { row } = read(text);
        if (isWhole && isKnown && 'p' in fields)
          expect([row['price'], row['size'], row['eventTime'], row['sequence']]).toEqual([
            Number(fields.p),
            Number(fields.q),
            fields.T,
            fields.t,
          ]);
      }),
      { numRuns: 3_000, seed: 7 },
    );
  });

  it('judges a message with any one byte changed, or cut anywhere, as JSON.parse does', () => {
    for (const text of [TRADE, BOOK_TICKER, `{"stream":"bnbbtc@trade","data":${TRADE}}`]) {
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length; at++) {
        for (const byte of [0, 9, 32, 34, 44, 45, 46, 48, 57, 58, 65, 92, 97, 101, 123, 125]) {
          const changed = Uint8Array.from(bytes);
          changed[at] = byte;
          expect(read(changed), `${byte} at ${at} of ${text}`).toEqual(read(changed, readBinanceJson));
        }
        expect(read(bytes.subarray(0, at)).reading).toBe('unreadable');
      }
    }
  });

  it.each([
    ['', 'unreadable'],
    ['{}', 'other'],
    ['[]', 'unreadable'],
    ['null', 'unreadable'],
    ['<html><body>502 Bad Gateway</body></html>', 'unreadable'],
    ['{"result":null,"id":1}', 'other'],
    ['{"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,"b":[],"a":[]}', 'other'],
    [TRADE.replace('0.00100000', ''), 'unreadable'],
    [TRADE.replace('0.00100000', 'NaN'), 'unreadable'],
    [TRADE.replace('"0.00100000"', 'null'), 'unreadable'],
    [TRADE.replace('"t":12345,', ''), 'unreadable'],
    [`${TRADE} `, 'tick'],
    [TRADE.replace('BNBBTC', 'BNB\\u0042TC'), 'tick'],
    [TRADE.replace('0.00100000', '-0.00100000'), 'tick'],
  ])('says of %s: %s', (text, reading) => expect(read(text).reading).toBe(reading));
});
