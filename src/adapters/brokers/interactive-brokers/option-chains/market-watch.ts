import type { Contract } from '@stoqey/ib';
import type { Clock } from '#engine/ports/clock';
import type { ProviderError } from '#engine/ports/provider-error';
import type { GatewayMessage } from '../gateway-codec.ts';
import type { ChainLine } from './chain-line.ts';

/** What TWS told of one contract while it was watched; undefined is what it did not tell. */
export interface WatchedMarket {
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly bidSize: number | undefined;
  readonly askSize: number | undefined;
  readonly last: number | undefined;
  readonly close: number | undefined;
  readonly volume: number | undefined;
  readonly openInterest: number | undefined;
  /** Of the model of TWS, a fraction a year, and the price of the underlying it reckoned with. */
  readonly volatility: number | undefined;
  readonly spot: number | undefined;
  /** As messages of `market-data-type` have it. */
  readonly type: number;
}

type Figure = Exclude<keyof WatchedMarket, 'volatility' | 'spot' | 'type'>;

/** What the numbers of ticks stand for, those of delayed data among them. */
const FIGURES: Readonly<Record<number, Figure>> = {
  0: 'bidSize',
  1: 'bid',
  2: 'ask',
  3: 'askSize',
  4: 'last',
  8: 'volume',
  9: 'close',
  27: 'openInterest',
  28: 'openInterest',
  66: 'bid',
  67: 'ask',
  68: 'last',
  69: 'bidSize',
  70: 'askSize',
  74: 'volume',
  75: 'close',
};
const MODELS = [13, 83];
const PRICES: readonly Figure[] = ['bid', 'ask', 'last', 'close'];
/** Volume and open interest; a tick of open interest of calls and of puts comes for options only. */
export const OPTION_TICKS = '100,101,106';

const WAIT_MS = 4_000;
/** What belongs together comes within this of the first price, and then within less of what the model says. */
const FIRST_MS = 1_500;
const SETTLE_MS = 600;
const LIVE = 1;

/** Watches a contract until what TWS has of it has come, and lets go of the line again. */
export function watchMarket(
  line: ChainLine,
  clock: Clock,
  { what, contract, ticks }: { readonly what: string; readonly contract: Contract; readonly ticks: string },
): Promise<WatchedMarket> {
  return new Promise((resolve, reject) => {
    const told: { [Name in Figure]?: number } = {};
    let model: Pick<WatchedMarket, 'volatility' | 'spot'> | undefined;
    let type = LIVE;
    let offSettle: (() => void) | undefined;
    const rest = (): void => {
      offWait();
      offSettle?.();
    };
    const done = (): void => {
      rest();
      line.forget(id, (encoder) => encoder.cancelMktData(id));
      resolve({ ...EMPTY, ...told, ...model, type });
    };
    const fail = (error: ProviderError): void => {
      rest();
      line.forget(id);
      reject(error);
    };
    const offWait = clock.after(WAIT_MS, done);
    let isSettling = false;
    const settle = (): void => {
      const isNearlyAll = ticks !== OPTION_TICKS || model !== undefined;
      if (isSettling || (offSettle && !isNearlyAll)) return;
      offSettle?.();
      isSettling = isNearlyAll;
      offSettle = clock.after(isNearlyAll ? SETTLE_MS : FIRST_MS, done);
    };
    const take = (message: GatewayMessage): void => {
      if (message.kind === 'market-data-type') type = message.type;
      if (message.kind === 'tick') {
        const name = FIGURES[message.tick];
        if (name === undefined || !isTold(name, message.value)) return;
        told[name] = message.value;
        settle();
      }
      if (message.kind === 'option-computation' && MODELS.includes(message.tick)) {
        model = { volatility: message.volatility, spot: message.spot };
        settle();
      }
    };
    const id = line.ask({ what, take, fail }, (encoder, id) =>
      encoder.reqMktData(id, contract, ticks, false, false),
    );
  });
}

const EMPTY: Omit<WatchedMarket, 'type'> = {
  bid: undefined,
  ask: undefined,
  bidSize: undefined,
  askSize: undefined,
  last: undefined,
  close: undefined,
  volume: undefined,
  openInterest: undefined,
  volatility: undefined,
  spot: undefined,
};

/** TWS says −1, or 0 with nothing behind it, where there is no price. */
function isTold(name: Figure, value: number | undefined): value is number {
  if (value === undefined || !Number.isFinite(value)) return false;
  return PRICES.includes(name) ? value > 0 : value >= 0;
}
