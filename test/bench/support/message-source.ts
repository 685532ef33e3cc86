/** Cents a price begins at; prices keep five digits before the point. */
const CENTS = 2_000_000;
const [ZERO, TIME_DIGITS, ID_DIGITS] = [48, 13, 10];

/**
 * Trades of many symbols as Binance's raw stream sends them, one after another and no two alike: each symbol has one
 * message, whose digits are written anew. Made while a bench runs; what it costs is measured apart.
 */
export class MessageSource {
  readonly symbols: readonly string[];
  readonly #messages: readonly Uint8Array[];
  readonly #cents: Int32Array;
  readonly #times: Uint8Array = new Uint8Array(TIME_DIGITS);
  readonly #places: { event: number; id: number; price: number; size: number; time: number };
  #time = 0;
  #id = 1_000_000_000;
  #state = 3;

  constructor(symbolCount: number) {
    this.symbols = Array.from({ length: symbolCount }, (_, i) => `SYM${String(i).padStart(3, '0')}USDT`);
    const texts = this.symbols.map(
      (symbol) =>
        `{"e":"trade","E":1700000000000,"s":"${symbol}","t":1000000000,"p":"20000.00000000","q":"0.0000","T":1700000000000,"m":true,"M":true}`,
    );
    const after = (key: string): number => texts[0]!.indexOf(key) + key.length;
    this.#places = {
      event: after('"E":'),
      id: after('"t":'),
      price: after('"p":"'),
      size: after('"q":"') + 2,
      time: after('"T":'),
    };
    const encoder = new TextEncoder();
    this.#messages = texts.map((text) => encoder.encode(text));
    this.#cents = new Int32Array(symbolCount).fill(CENTS);
  }

  /** The next message, good until its symbol's next; the trade happened at `time`, whole milliseconds. */
  next(time: number): Uint8Array {
    if (time !== this.#time) {
      this.#time = time;
      const upper = Math.floor(time / 1e6);
      writeDigits(this.#times, 0, TIME_DIGITS - 6, upper);
      writeDigits(this.#times, TIME_DIGITS - 6, 6, time - upper * 1e6);
    }
    const slot = this.#random() % this.#messages.length;
    const chance = this.#random();
    const message = this.#messages[slot]!;
    const { event, id, price, size, time: happened } = this.#places;
    const cents = this.#cents[slot]! + (chance % 5) - 2;
    this.#cents[slot] = cents;
    const times = this.#times;
    for (let i = 0; i < TIME_DIGITS; i++) message[event + i] = message[happened + i] = times[i]!;
    // Numbers rise by one a symbol in life; rising over all symbols costs the store more.
    writeDigits(message, id, ID_DIGITS, this.#id++);
    writeDigits(message, price, 5, (cents / 100) | 0);
    writeDigits(message, price + 6, 2, cents % 100);
    writeDigits(message, size, 4, 1 + ((chance >>> 9) % 400));
    return message;
  }

  /** 24 bits of xorshift32 (Marsaglia 2003). */
  #random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 8;
  }
}

/** `value` below 2³¹. */
function writeDigits(bytes: Uint8Array, at: number, digits: number, value: number): void {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    bytes[i] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
}
