import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRADE_TICK } from '#domain/market/tick-batch';
import type { CountedClock } from '#test/support/counted-clock';
import { openStream, STREAM_KEY, STREAM_START } from '#test/support/streams/open-stream';
import { type StreamServer, startStreamServer } from '#test/support/streams/stream-server';
import type { StreamVendor, VendorTrade } from '#test/support/streams/stream-vendors';

const FIRST_SLOT = 7;
const SECOND_SLOT = 3;
const TURNS = 5;

const GARBAGE: readonly (readonly [string, (vendor: StreamVendor) => string | Uint8Array])[] = [
  ['half a message', (vendor) => tradeOf(vendor).slice(0, -9)],
  ['a web page', () => '<!DOCTYPE html><html><body>Before you continue</body></html>'],
  ['bytes that are no text', () => Uint8Array.from({ length: 300 }, (_, i) => (i * 151) % 256)],
  ['an empty message', () => ''],
  ['a bare number', () => '5'],
  ['null', () => 'null'],
  ['a list', () => '[1,2]'],
  ['an object that means nothing', () => '{"hello":1}'],
  ['ten thousand brackets', () => '['.repeat(10_000)],
  ['a lone brace', () => '}'],
];

function tradeOf(vendor: StreamVendor, more: Partial<VendorTrade> = {}): string {
  const [symbol] = vendor.symbols;
  return vendor.trade({
    symbol,
    price: 101.5,
    size: 2.25,
    time: STREAM_START - 40,
    sequence: 900,
    ...more,
  });
}

/** As `until`, with time going by ten times as fast: for waits of seconds. */
function soon(
  clock: CountedClock,
  until: (isSo: () => boolean) => Promise<void>,
  isSo: () => boolean,
): Promise<void> {
  return until(() => {
    clock.advance(9);
    return isSo();
  });
}

/** What every stream over a socket keeps to, against a server that speaks as its vendor documents. */
export function marketStreamContract(vendor: StreamVendor): void {
  const { definition, symbols } = vendor;
  const [first, second] = symbols;
  const pair = [
    { symbol: first, slot: FIRST_SLOT },
    { symbol: second, slot: SECOND_SLOT },
  ];

  describe(definition.name, () => {
    let server: StreamServer;
    let opened: ReturnType<typeof openStream>[] = [];
    beforeEach(async () => {
      server = await startStreamServer();
      server.answerRequests((text) => vendor.answer(text));
    });
    afterEach(async () => {
      for (const { stream } of opened) stream.close();
      opened = [];
      await server.close();
    });
    const open = () => {
      const one = openStream(definition, server);
      opened.push(one);
      return one;
    };
    /** Open, both symbols subscribed, one trade of the first heard. */
    const openAndHear = async () => {
      const one = open();
      one.stream.subscribe(pair);
      await one.until(() => vendor.subscribed(server.said).length === 2);
      server.send(tradeOf(vendor));
      await one.until(() => one.heard.ticks.length === 1);
      return one;
    };
    const messagesOf = ({ heard, log }: ReturnType<typeof openStream>): string =>
      JSON.stringify([heard.states, heard.missed, heard.unreadable, log.lines]);

    it('subscribes to what is wanted, before it is connected and after, and lets go', async () => {
      const { stream, until } = open();
      stream.subscribe([{ symbol: first.toLowerCase(), slot: FIRST_SLOT }]);
      await until(() => vendor.subscribed(server.said).join() === first);
      stream.subscribe([{ symbol: second, slot: SECOND_SLOT }]);
      await until(() => vendor.subscribed(server.said).join() === [...symbols].sort().join());
      stream.unsubscribe([{ symbol: first, slot: FIRST_SLOT }]);
      await until(() => vendor.subscribed(server.said).join() === second);
      // What was let go and is wanted again before the vendor was told is one and the same subscription.
      stream.unsubscribe([{ symbol: second, slot: SECOND_SLOT }]);
      stream.subscribe([{ symbol: second, slot: SECOND_SLOT }]);
      await until(() => vendor.subscribed(server.said).join() === second);
    });

    it('hands on trades with their slot, times and number', async () => {
      const { heard, clock, until } = await openAndHear();
      server.send(
        tradeOf(vendor, { symbol: second, price: 0.000123, size: 12_345_678.5, time: 1_700_000_000_123 }),
      );
      await until(() => heard.ticks.length === 2);
      expect(heard.ticks[0]).toMatchObject({
        slot: FIRST_SLOT,
        kind: TRADE_TICK,
        eventTime: STREAM_START - 40,
        price: 101.5,
        size: 2.25,
        bid: Number.NaN,
        askSize: Number.NaN,
        sequence: vendor.numbersTrades ? 900 : Number.NaN,
      });
      expect(heard.ticks[1]).toMatchObject({
        slot: SECOND_SLOT,
        price: 0.000123,
        size: 12_345_678.5,
        eventTime: 1_700_000_000_123,
      });
      const { receivedTime } = heard.ticks[1]!;
      expect(receivedTime).toBeGreaterThanOrEqual(heard.ticks[0]!.receivedTime);
      expect(receivedTime).toBeLessThanOrEqual(clock.now());
    });

    it('hands on a burst whole, in order, at most 256 rows at a time', async () => {
      const { heard, until } = await openAndHear();
      for (let i = 0; i < 1_000; i++) server.send(tradeOf(vendor, { price: 1 + i, sequence: 1_000 + i }));
      await until(() => heard.ticks.length === 1_001);
      expect(heard.ticks.slice(1).map(({ price }) => price)).toEqual(
        Array.from({ length: 1_000 }, (_, i) => 1 + i),
      );
      expect(Math.max(...heard.batches)).toBeLessThanOrEqual(256);
      // Rows of one turn go on together.
      expect(heard.batches.length).toBeLessThan(500);
    });

    it('judges nothing: repeats and disorder pass with their numbers', async () => {
      const { heard, until } = await openAndHear();
      for (const sequence of [903, 901, 901])
        server.send(tradeOf(vendor, { sequence, time: STREAM_START - 1_000 + sequence, price: sequence }));
      await until(() => heard.ticks.length === 4);
      expect(heard.ticks.slice(1).map(({ price }) => price)).toEqual([903, 901, 901]);
      if (vendor.numbersTrades)
        expect(heard.ticks.slice(1).map(({ sequence }) => sequence)).toEqual([903, 901, 901]);
      expect(heard.unreadable).toEqual([]);
    });

    it('after a dropped socket waits, connects, subscribes again and tells what may be missing', async () => {
      const { heard, clock, until, times } = await openAndHear();
      server.drop();
      await until(() => times('waiting') === 1);
      const lostTime = clock.now();
      const waiting = heard.states.at(-1)!;
      expect(waiting).toMatchObject({ kind: 'waiting', retryTime: lostTime + 375 });
      expect(waiting).toHaveProperty('reason', expect.stringMatching(new RegExp(`^${definition.name}: .+`)));
      expect(server.attempts).toHaveLength(1);
      clock.advance(375);
      await until(() => times('live') === 2);
      await until(() => vendor.subscribed(server.said).length === 2);
      await soon(clock, until, () => heard.missed.length > 0);
      expect(heard.missed).toHaveLength(1);
      const [{ slots, from, to, reason } = expect.unreachable()] = heard.missed;
      expect([...slots].sort()).toEqual([SECOND_SLOT, FIRST_SLOT].sort());
      // The last trade heard, less what rows may overtake one another by, but nothing before the stream was opened.
      expect(from).toBe(STREAM_START);
      expect(to).toBeGreaterThan(lostTime);
      expect(reason).toContain('closed');
      server.send(tradeOf(vendor, { sequence: 901 }));
      await until(() => heard.ticks.length === 2);
    });

    it('tells from the last trade heard, and no time twice', async () => {
      const { heard, clock, until } = await openAndHear();
      clock.advance(6_000);
      const lastTime = clock.now() - 2_000;
      server.send(tradeOf(vendor, { time: lastTime }));
      // A time of a vendor gone wrong does not hide what is missing.
      server.send(tradeOf(vendor, { time: Date.parse('2100-01-01T00:00:00Z') }));
      await until(() => heard.ticks.length === 3);
      const lastHeard = clock.now();
      server.drop();
      await soon(clock, until, () => heard.missed.length === 1);
      expect(heard.missed[0]!.from).toBeGreaterThanOrEqual(lastTime - 1_000);
      expect(heard.missed[0]!.from).toBeLessThanOrEqual(lastHeard);
      server.drop();
      await soon(clock, until, () => heard.missed.length === 2);
      expect(heard.missed[1]!.from).toBe(heard.missed[0]!.to);
    });

    it('waits ever longer, up to half a minute, while nobody answers', async () => {
      const { heard, clock, until, times, stream } = open();
      stream.subscribe(pair);
      server.refuseWith({ status: 500 });
      const waits: number[] = [];
      for (let loss = 1; loss <= 9; loss++) {
        await until(() => times('waiting') === loss);
        const last = heard.states.at(-1)!;
        const wait = last.kind === 'waiting' ? last.retryTime - clock.now() : Number.NaN;
        waits.push(wait);
        clock.advance(wait);
      }
      expect(waits).toEqual([375, 750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500, 22_500]);
      server.refuseWith(null);
      await until(() => vendor.subscribed(server.said).length === 2);
    });

    it.each(GARBAGE)('sets %s aside and goes on', async (_, garbage) => {
      const { heard, until, times } = await openAndHear();
      server.send(garbage(vendor));
      server.send(tradeOf(vendor, { sequence: 901, price: 7 }));
      await until(() => heard.ticks.length === 2);
      expect(heard.ticks[1]!.price).toBe(7);
      expect(heard.unreadable).toHaveLength(1);
      expect(heard.unreadable[0]!.reason).toMatch(new RegExp(`^${definition.name}: .+; .+`));
      expect(times('waiting')).toBe(0);
    });

    it('makes the connection anew when nothing on it can be read', async () => {
      const { heard, clock, until, times } = await openAndHear();
      for (let i = 0; i < 50; i++) server.send('<html>');
      await soon(clock, until, () => times('live') === 2);
      expect(heard.unreadable).toHaveLength(20);
      expect(heard.states.find(({ kind }) => kind === 'waiting')).toHaveProperty(
        'reason',
        expect.stringContaining('could not be read'),
      );
    });

    it('pays no heed to chatter, and shows a refused request', async () => {
      const { heard, until } = await openAndHear();
      for (const words of vendor.chatter) server.send(words);
      server.send(vendor.refusal);
      server.send(tradeOf(vendor, { price: 8 }));
      await until(() => heard.ticks.length === 2);
      expect(heard.unreadable).toHaveLength(1);
      expect(heard.unreadable[0]).toMatchObject({ raw: vendor.refusal });
      expect(heard.unreadable[0]!.reason).toContain('it refuses a request');
    });

    it.each([401, 403])('ends for good when refused with %i, and shows no key', async (status) => {
      server.refuseWith({ status });
      const one = open();
      one.stream.subscribe(pair);
      await one.until(() => one.state()?.kind === 'ended');
      expect(one.state()).toHaveProperty('reason', expect.stringContaining(String(status)));
      expect(one.clock.timers()).toBe(0);
      const sent = server.attempts[0]!.searchParams;
      expect([...sent.values()].includes(STREAM_KEY)).toBe(definition.keyUrl !== '');
      expect(messagesOf(one)).not.toContain(STREAM_KEY);
      one.stream.subscribe(pair);
      expect(one.clock.timers()).toBe(0);
    });

    it('comes back when a 429 says so', async () => {
      server.refuseWith({ status: 429, headers: { 'retry-after': '120' } });
      const { heard, clock, until, times, live } = open();
      await until(() => times('waiting') === 1);
      expect(heard.states.at(-1)).toMatchObject({ retryTime: clock.now() + 120_000 });
      server.refuseWith(null);
      clock.advance(119_000);
      expect(server.attempts).toHaveLength(1);
      clock.advance(1_000);
      await live();
    });

    it('takes a server that accepts and says nothing for dead', async () => {
      server.beMute(true);
      const { heard, clock, until, times, stream, live } = open();
      stream.subscribe(pair);
      await live();
      await until(() => {
        clock.advance(1_000);
        return times('waiting') === 1;
      });
      expect(heard.states.at(-1)).toHaveProperty('reason', expect.stringContaining('nothing was heard for'));
      server.beMute(false);
      clock.advance(30_000);
      await until(() => times('live') === 2);
    });

    it('does not take a quiet market for a dead connection', async () => {
      const { clock, times, stream, live } = open();
      stream.subscribe(pair);
      await live();
      // Whole quarters of the shortest idle time, with time between for an answer to the ping.
      for (let quarter = 0; quarter < 40; quarter++) {
        clock.advance(5_000);
        for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(times('waiting')).toBe(0);
    });

    it('refuses more symbols than one stream takes, and then none of them', async () => {
      const { stream, live, until } = open();
      await live();
      const many = Array.from({ length: definition.capabilities.symbolsMax }, (_, slot) => ({
        symbol: `S${slot}`,
        slot,
      }));
      expect(() => stream.subscribe([...many, { symbol: first, slot: 999 }])).toThrow(
        new RegExp(`^${definition.name}: one stream takes ${many.length} symbols, not ${many.length + 1}; `),
      );
      stream.subscribe([{ symbol: first, slot: FIRST_SLOT }]);
      await until(() => vendor.subscribed(server.said).length > 0);
      expect(vendor.subscribed(server.said)).toEqual([first]);
    });

    it('when closed leaves no timer, no connection and says no more', async () => {
      const { heard, clock, stream, state, until } = await openAndHear();
      server.send(tradeOf(vendor, { price: 9 }));
      stream.close();
      stream.close();
      expect(state()).toEqual({ kind: 'ended', reason: 'closed' });
      expect(clock.timers()).toBe(0);
      await until(() => server.open() === 0);
      const before = JSON.stringify(heard);
      clock.advance(3_600_000);
      expect(server.attempts).toHaveLength(1);
      expect(JSON.stringify(heard)).toBe(before);
    });

    it('can be closed before it is connected and while it waits', async () => {
      const early = open();
      early.stream.close();
      expect(early.clock.timers()).toBe(0);
      const connecting = open();
      connecting.clock.advance(0);
      expect(connecting.state()?.kind).toBe('connecting');
      connecting.stream.close();
      expect(connecting.clock.timers()).toBe(0);
      const waiting = await openAndHear();
      server.drop();
      await waiting.until(() => waiting.state()?.kind === 'waiting');
      waiting.stream.close();
      expect(waiting.clock.timers()).toBe(0);
      expect(waiting.state()).toEqual({ kind: 'ended', reason: 'closed' });
    });

    it('counts what went wrong', async () => {
      const { stream, heard, clock, until, times } = await openAndHear();
      server.send('<html>');
      await until(() => heard.unreadable.length === 1);
      server.drop();
      await soon(clock, until, () => times('live') === 2);
      expect(stream.counts).toMatchObject({ reconnects: 1, unreadable: 1 });
    });
  });
}
