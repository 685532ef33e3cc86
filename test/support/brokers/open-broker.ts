import type { Decimal } from '#domain/values/decimal';
import { parseDecimal } from '#domain/values/decimal';
import type {
  BrokerConnection,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerState,
} from '#engine/ports/broker';
import type { Log } from '#engine/ports/log';
import { type CountedClock, countedClock } from '#test/support/counted-clock';
import type { BrokerVendor, BrokerVenueDouble, VenueAnswer, VenueCommand } from './broker-vendor.ts';

export const BROKER_START = Date.parse('2026-03-03T15:00:00Z');
const TURNS_MAX = 10_000;
const PACE = 50;
/** Small against what adapters wait for, so that answers from this machine come in time. */
const PASSING = 250;

/** The member of the union that bears this kind, also where it shares the member with others. */
export type EventOf<Kind, Event = BrokerEvent> = Event extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Event
    : never
  : never;

/** A connection to a vendor's double, all it said, and what a test does with both. */
export interface OpenBroker {
  readonly venue: BrokerVenueDouble;
  readonly connection: BrokerConnection;
  readonly clock: CountedClock;
  readonly events: readonly BrokerEvent[];
  readonly states: readonly BrokerState[];
  /** What was given to `keepField`, newest last. */
  readonly kept: readonly (readonly [string, string])[];
  /** Everything it let anybody see, as one text; told errors included. */
  said(): string;
  state(): BrokerState['kind'] | undefined;
  until(isSo: () => boolean): Promise<void>;
  /** Lets this much time pass, and everything happen that happens in it. */
  pass(milliseconds: number): Promise<void>;
  ready(): Promise<void>;
  of<Kind extends BrokerEvent['kind']>(kind: Kind): EventOf<Kind>[];
  fills(): BrokerFill[];
  /** An order of the vendor's instrument with an id of its own: a day's limit to buy at 101.25 but for `terms`. */
  order(terms?: Partial<BrokerOrder>): BrokerOrder;
  /** Submits and waits until it is acknowledged. */
  place(
    terms?: Partial<BrokerOrder>,
  ): Promise<{ order: BrokerOrder; ref: BrokerOrderRef; venueOrderId: string }>;
  /** Commands of this kind as the venue got them. */
  got(command: VenueCommand['command']): VenueCommand[];
  answerNext(command: VenueCommand['command'], answer: VenueAnswer): void;
  /** What a question answers, while time goes by. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer>;
  /** The error a question rejects with; fails when it answers. */
  failure(question: () => Promise<unknown>): Promise<unknown>;
}

/** Opens the vendor's adapter against a double of its own. */
export async function openBroker(vendor: BrokerVendor, fields = vendor.fields): Promise<OpenBroker> {
  const clock = countedClock(BROKER_START);
  const venue = await vendor.start(() => clock.now());
  const events: BrokerEvent[] = [];
  const states: BrokerState[] = [];
  const kept: (readonly [string, string])[] = [];
  const lines: string[] = [];
  const errors: unknown[] = [];
  const connection = vendor.definition.open(
    {
      clock,
      log: recordingLog(lines),
      random: () => 0.5,
      fields,
      environment: vendor.environment,
      addresses: venue.addresses,
      keepField: (name, value) => {
        kept.push([name, value]);
      },
    },
    {
      event: (event) => {
        events.push(event);
      },
      state: (state) => {
        states.push(state);
      },
    },
  );
  const state = () => states.at(-1)?.kind;
  const turn = async (milliseconds = vendor.pace ?? PACE) => {
    clock.advance(milliseconds);
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const until = async (isSo: () => boolean) => {
    for (let turns = 0; !isSo(); turns++) {
      if (turns > TURNS_MAX)
        throw new Error(`it never came to be: ${isSo.toString()}; ${textOf([states, events.slice(-5)])}`);
      await turn();
    }
  };
  const of = <Kind extends BrokerEvent['kind']>(kind: Kind): EventOf<Kind>[] =>
    events.filter((event): event is EventOf<Kind> & BrokerEvent => event.kind === kind);
  const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    let isSettled = false;
    const asked = question().finally(() => {
      isSettled = true;
    });
    // Who asks hears of a failure below; until then nobody else does.
    asked.catch(() => undefined);
    await until(() => isSettled);
    return asked;
  };
  let placed = 0;
  const order = (terms: Partial<BrokerOrder> = {}): BrokerOrder => ({
    clientOrderId: orderId(placed++),
    instrument: vendor.instrument,
    symbol: vendor.instrument.symbol,
    side: 'buy',
    type: 'limit',
    quantity: vendor.quantity,
    timeInForce: vendor.definition.capabilities.timesInForce.includes('day') ? 'day' : 'gtc',
    ...((terms.type ?? 'limit') === 'limit' ? { limitPrice: parseDecimal('101.25') } : {}),
    ...terms,
  });
  return {
    venue,
    connection,
    clock,
    events,
    states,
    kept,
    state,
    until,
    of,
    order,
    said: () => textOf([events, states, lines, errors.map(withCauses)]),
    pass: async (milliseconds) => {
      const end = clock.now() + milliseconds;
      while (clock.now() < end) await turn(Math.min(PASSING, end - clock.now()));
    },
    ready: () => until(() => state() === 'ready'),
    fills: () => of('filled').map(({ fill }) => fill),
    async place(terms) {
      const sent = order(terms);
      connection.submit(sent);
      const acknowledged = () =>
        of('acknowledged').find(({ clientOrderId }) => clientOrderId === sent.clientOrderId);
      await until(() => acknowledged() !== undefined);
      const { venueOrderId } = acknowledged()!;
      const { clientOrderId, symbol } = sent;
      return { order: sent, ref: { clientOrderId, venueOrderId, symbol, revision: 0 }, venueOrderId };
    },
    got: (command) => venue.commands.filter((one) => one.command === command),
    answerNext: (command, answer) => venue.answerNext(command, answer),
    ask,
    async failure(question) {
      const outcome = await ask(() =>
        question().then(
          (answer) => ({ answer }),
          (error: unknown) => ({ error }),
        ),
      );
      if (!('error' in outcome)) throw new Error(`it answered: ${textOf(outcome.answer)}`);
      errors.push(outcome.error);
      return outcome.error;
    },
  };
}

/** Ids of the form that the engine gives: 26 letters and digits of base 32. */
export function orderId(index: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return `Q7${'A'.repeat(22)}${letters[Math.floor(index / 32) % 32]}${letters[index % 32]}`;
}

/** Decimals and all else as one line of text. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? '';
}

/** `12.5` and the like as an exact amount. */
export const exact = (text: string): Decimal => parseDecimal(text);

function recordingLog(lines: string[]): Log {
  const keep = (message: string, fields?: Record<string, unknown>) => {
    lines.push(`${message} ${textOf(fields ?? {})}`);
  };
  return { debug: keep, info: keep, warn: keep, error: keep };
}

/** All that an error holds and a log of it would show. */
function withCauses(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: withCauses(error.cause),
  };
}
