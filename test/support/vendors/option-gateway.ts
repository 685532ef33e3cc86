import { createServer, type Server, type Socket } from 'node:net';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OptionQuote } from '#domain/options/option-chain';
import { decimalToNumber } from '#domain/values/decimal';
import {
  contractDataFields,
  FieldReader,
  type WireContract,
  wireFrame,
} from '../brokers/gateway/gateway-wire.ts';
import type { ToldChain } from './option-vendors.ts';

const VERSION = 193;
const UNDERLYING_ID = 265_598;
const FIRST_OPTION_ID = 734_100_000;
const MODEL = 13;

/** An option as it is listed: by its symbol, adjusted ones too. */
interface Listed {
  readonly id: number;
  readonly symbol: string;
  readonly quote?: OptionQuote;
}

/** TWS on this machine, as far as chains need it: it speaks the documented protocol, and tells what a test says. */
export class OptionGateway {
  /** Every message that reached it since it was told what to tell, as fields. */
  heard: string[][] = [];
  /** Lines of market data that a login has. */
  linesMax = 100;
  /** Most that were taken at once. */
  linesSeen = 0;
  /** Of what it tells: 1 live, 2 as it stood, 3 delayed, 4 both. */
  dataType = 1;
  /** What it answers instead of prices, by the kind of instrument. */
  readonly refused = new Map<'STK' | 'IND' | 'OPT', readonly [code: number, text: string]>();
  readonly takenClients = new Set<number>();
  readonly #sockets = new Set<Socket>();
  readonly #lines = new Set<number>();
  #dates: readonly string[] = [];
  #told: ToldChain | undefined;
  #listed: Listed[] = [];
  #server: Server | undefined;

  async start(): Promise<void> {
    const server = createServer((socket) => this.#connected(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  tell(told: ToldChain | undefined, dates: readonly string[] = []): void {
    this.#told = told;
    this.#dates = dates;
    this.heard = [];
    this.linesSeen = 0;
    this.#lines.clear();
    const quotes = told?.quotes ?? [];
    const symbols = [...quotes.map(({ symbol }) => symbol), ...(told?.adjusted ?? [])];
    this.#listed = symbols.map((symbol, i) => {
      const quote = quotes[i];
      return { id: FIRST_OPTION_ID + i, symbol, ...(quote ? { quote } : {}) };
    });
  }

  /** Ends every connection, and takes new ones. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    let received = Buffer.alloc(0);
    let isGreeted = false;
    socket.on('error', () => this.#sockets.delete(socket));
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      const skipped = isGreeted ? 0 : 4;
      while (received.length >= skipped + 4) {
        const start = (isGreeted ? 0 : 4) + 4;
        const length = received.readInt32BE(start - 4);
        if (received.length < start + length) return;
        const text = received.toString('utf8', start, start + length);
        received = received.subarray(start + length);
        if (isGreeted) this.#hear(socket, text.split('\0').slice(0, -1));
        else socket.write(wireFrame([VERSION, '20261120 14:00:00 EST']));
        isGreeted = true;
      }
    });
  }

  #hear(socket: Socket, fields: string[]): void {
    this.heard.push(fields);
    const reader = new FieldReader(fields);
    const reply = (...messages: (string | number)[][]): void => {
      socket.write(Buffer.concat(messages.map(wireFrame)));
    };
    switch (reader.integer()) {
      case 71: {
        reader.skip(1);
        if (this.takenClients.has(reader.integer()))
          reply(notice(-1, 326, 'Unable to connect as the client id is already in use.'));
        else reply([15, 1, 'DU1234567'], [9, 1, 1]);
        break;
      }
      case 59:
        break;
      case 9:
        this.#describe(reader, reply);
        break;
      case 78: {
        const id = reader.integer();
        const dates = this.#dates.map((date) => date.replaceAll('-', ''));
        reply(
          [75, id, 'SMART', UNDERLYING_ID, 'AAPL', '100', dates.length, ...dates, 1, '150.0'],
          // What a split has left: another class, that no chain here is of.
          [75, id, 'SMART', UNDERLYING_ID, '2AAPL', '100', 1, '20270101', 1, '37.5'],
          [76, id],
        );
        break;
      }
      case 1: {
        reader.skip(1);
        this.#watch(reader.integer(), reader.integer(), fields[5] ?? '', reply);
        break;
      }
      case 2:
        reader.skip(1);
        this.#lines.delete(reader.integer());
        break;
      default:
        throw new Error(`message is not known: ${fields.join('|')}`);
    }
  }

  #describe(reader: FieldReader, reply: (...messages: (string | number)[][]) => void): void {
    reader.skip(1);
    const id = reader.integer();
    reader.skip(1);
    const symbol = reader.text();
    const secType = reader.text();
    if (this.#told === undefined && this.#dates.length === 0) {
      reply(notice(id, 200, 'No security definition has been found for the request'));
      return;
    }
    const terms = { ruleId: 26, sizeStep: '1', version: VERSION };
    const contract = (conId: number, localSymbol: string, tradingClass: string): WireContract => ({
      conId,
      symbol,
      secType,
      exchange: secType === 'IND' ? 'CBOE' : 'SMART',
      primaryExchange: '',
      currency: 'USD',
      localSymbol,
      tradingClass,
    });
    const found =
      secType === 'OPT'
        ? this.#listed.map(({ id: conId, symbol: one }) => optionFields(id, conId, one, contract, terms))
        : [contractDataFields(id, contract(UNDERLYING_ID, symbol, 'NMS'), terms)];
    reply(...found, [52, 1, id]);
  }

  #watch(
    id: number,
    conId: number,
    secType: string,
    reply: (...messages: (string | number)[][]) => void,
  ): void {
    const refused = this.refused.get(secType as 'STK' | 'IND' | 'OPT');
    if (refused) {
      reply(notice(id, ...refused));
      return;
    }
    if (this.#lines.size >= this.linesMax) {
      reply(notice(id, 101, 'Max number of tickers has been reached'));
      return;
    }
    this.#lines.add(id);
    this.linesSeen = Math.max(this.linesSeen, this.#lines.size);
    const type = [58, 1, id, this.dataType];
    if (conId === UNDERLYING_ID) {
      reply(type, priceTick(id, 4, this.#told?.spot ?? null, 100));
      return;
    }
    const quote = this.#listed.find((one) => one.id === conId)?.quote;
    reply(type, ...(quote ? quoteTicks(id, quote, this.#told?.spot ?? 0) : []));
  }
}

function notice(id: number, code: number, text: string): (string | number)[] {
  return [4, 2, id, code, text, ''];
}

function priceTick(id: number, kind: number, price: number | null, size: number | null): (string | number)[] {
  return [1, 6, id, kind, price ?? -1, size ?? '', 0];
}

/** What TWS tells of an option, by the numbers of its ticks; delayed data has numbers of its own and is told as live here. */
function quoteTicks(id: number, quote: OptionQuote, spot: number): (string | number)[][] {
  const { symbol, bid, ask, bidSize, askSize, last, volume, openInterest, impliedVolatility } = quote;
  const isCall = parseOptionSymbol(symbol)?.right === 'call';
  return [
    priceTick(id, 1, bid, bidSize),
    // Sizes are told by themselves too.
    ...(bidSize === null ? [] : [[2, 6, id, 0, bidSize]]),
    priceTick(id, 2, ask, askSize),
    ...(last === null ? [] : [priceTick(id, 4, last, 1)]),
    ...(volume === null ? [] : [[2, 6, id, 8, volume]]),
    ...(openInterest === null ? [] : [[2, 6, id, isCall ? 27 : 28, openInterest]]),
    [21, id, MODEL, 0, impliedVolatility ?? -1, 0.5, 1, 0, 0.01, 0.2, -0.05, spot],
  ];
}

/** CONTRACT_DATA of an option: that of something without expiry, and what it has besides. */
function optionFields(
  requestId: number,
  conId: number,
  symbol: string,
  contract: (conId: number, localSymbol: string, tradingClass: string) => WireContract,
  terms: Parameters<typeof contractDataFields>[2],
): (string | number)[] {
  const root = symbol.slice(0, -15);
  const [day, strike] = [symbol.slice(-15, -9), Number(symbol.slice(-8)) / 1_000];
  const fields = contractDataFields(
    requestId,
    contract(conId, `${root.padEnd(6)}${symbol.slice(-15)}`, root),
    terms,
  );
  const option = parseOptionSymbol(symbol);
  const told = option ? decimalToNumber(option.strike) : strike;
  return fields.with(4, `20${day}`).with(6, told).with(7, symbol.at(-9)!).with(15, 100);
}
