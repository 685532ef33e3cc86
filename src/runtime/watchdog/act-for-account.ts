import type { WatchdogAct, WatchdogStep } from '#contract/services/watchdog';
import type { OrderIntent } from '#domain/orders/order';
import { absoluteDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import { clientOrderId as idOfIntent } from '#engine/journal/hashing';
import type {
  BrokerConnection,
  BrokerDefinition,
  BrokerEvent,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPorts,
  BrokerState,
} from '#engine/ports/broker';
import type { GuardedAccount } from './watchdog-messages.ts';

export interface ActOptions extends Pick<BrokerPorts, 'clock' | 'log' | 'random' | 'keepField'> {
  readonly guarded: GuardedAccount;
  readonly definition: BrokerDefinition;
  /** All fields, secrets among them; rejects with the sentence of what is missing. */
  readonly fields: () => Promise<BrokerPorts['fields']>;
  readonly action: WatchdogAct['action'];
  readonly engineId: string;
  /** Milliseconds since the engine was last heard of. */
  readonly silentMs: () => number;
}

const READY_LIMIT_MS = 20_000;
const CONFIRM_LIMIT_MS = 15_000;
const ASK_EVERY_MS = 250;
const TRIES = 3;

/** Acts for one account over a line of its own: cancels its orders, and closes what it holds if so set. Never rejects. */
export async function actForAccount(options: ActOptions): Promise<WatchdogAct> {
  const { guarded, engineId, action, clock, silentMs } = options;
  const actedTime = clock.now();
  const silentSince = actedTime - Math.round(silentMs());
  const action_ = new AccountAction(options);
  await action_.run();
  return {
    actId: `${engineId}:${guarded.account}`,
    account: guarded.account,
    action,
    silentSince,
    actedTime,
    ...action_.outcome(),
  };
}

class AccountAction {
  readonly #options: ActOptions;
  readonly #steps: WatchdogStep[] = [];
  readonly #notDone: string[] = [];
  readonly #flattened: string[] = [];
  /** Ids that the broker has told the end of. */
  readonly #ended = new Set<string>();
  readonly #answered = new Map<string, BrokerEvent['kind']>();
  #state: BrokerState = { kind: 'connecting', attempt: 1 };
  #cancelled = 0;

  constructor(options: ActOptions) {
    this.#options = options;
  }

  outcome(): Pick<WatchdogAct, 'cancelled' | 'flattened' | 'notDone' | 'steps'> {
    return {
      cancelled: this.#cancelled,
      flattened: this.#flattened,
      notDone: this.#notDone,
      steps: this.#steps,
    };
  }

  async run(): Promise<void> {
    const { definition, action } = this.#options;
    let connection: BrokerConnection | undefined;
    try {
      connection = await this.#step(`a line to ${definition.name} of its own`, () => this.#open());
      const line = connection;
      await this.#step('orders cancelled', () => this.#cancelAll(line));
      if (action === 'flatten') await this.#step('positions closed', () => this.#closeAll(line));
    } catch (error) {
      this.#notDone.push(error instanceof Error ? error.message : String(error));
    } finally {
      connection?.close();
    }
  }

  async #step<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> {
    const { clock, silentMs } = this.#options;
    const started = clock.monotonic();
    const missing = this.#notDone.length;
    let isDone = false;
    try {
      const answer = await work();
      isDone = this.#notDone.length === missing;
      return answer;
    } finally {
      const durationMs = Math.round(clock.monotonic() - started);
      this.#steps.push({ what, isDone, afterMs: Math.round(silentMs()), durationMs });
    }
  }

  async #open(): Promise<BrokerConnection> {
    const { guarded, definition, fields, clock, log, random, keepField } = this.#options;
    const { environment, addresses } = guarded;
    const connection = definition.open(
      { clock, log, random, fields: await fields(), environment, addresses, keepField },
      {
        event: (event) => this.#hear(event),
        state: (state) => {
          this.#state = state;
        },
      },
    );
    await this.#until(() => this.#state.kind === 'ready' || isHopeless(this.#state), READY_LIMIT_MS);
    if (this.#state.kind === 'ready') return connection;
    connection.close();
    const why = 'reason' in this.#state ? this.#state.reason : 'it did not answer in time';
    throw new Error(`nothing was done at ${definition.name}: ${why}`);
  }

  #hear(event: BrokerEvent): void {
    if (!('clientOrderId' in event)) return;
    this.#answered.set(event.clientOrderId, event.kind);
    if (event.kind === 'cancelled' || event.kind === 'expired' || event.kind === 'rejected')
      this.#ended.add(event.clientOrderId);
  }

  /** Asked again until the broker no longer lists them; a cancel that comes twice does no harm. */
  async #cancelAll(connection: BrokerConnection): Promise<void> {
    const { clock } = this.#options;
    const first = this.#ours(await again(() => connection.openOrders(), clock));
    let left = first;
    const deadline = clock.monotonic() + CONFIRM_LIMIT_MS;
    for (let attempt = 0; left.length > 0 && clock.monotonic() < deadline; attempt++) {
      if (attempt % 8 === 0) for (const { ref } of left) connection.cancel(ref);
      await this.#until(() => left.every(({ ref }) => this.#ended.has(ref.clientOrderId)), ASK_EVERY_MS);
      left = this.#ours(await again(() => connection.openOrders(), clock));
    }
    this.#cancelled = first.length - left.length;
    for (const { ref } of left) this.#notDone.push(`order ${ref.clientOrderId} of ${ref.symbol} still works`);
  }

  /** Orders of Octopus; what was placed elsewhere is left alone. */
  #ours(reports: readonly BrokerOrderReport[]): { ref: BrokerOrderRef }[] {
    const { orders } = this.#options.guarded;
    return reports.flatMap(({ clientOrderId, venueOrderId, symbol }) => {
      const known = orders.find(
        (one) => one.venueOrderId === venueOrderId || one.clientOrderId === clientOrderId,
      );
      const id = clientOrderId ?? known?.clientOrderId;
      if (id === undefined) return [];
      return [{ ref: { clientOrderId: id, venueOrderId, symbol, revision: known?.revision ?? 0 } }];
    });
  }

  async #closeAll(connection: BrokerConnection): Promise<void> {
    const { guarded, engineId, clock } = this.#options;
    const working = this.#ours(await again(() => connection.openOrders(), clock));
    const positions = await again(() => connection.positions(), clock);
    for (const instrument of guarded.held) {
      const { symbol } = instrument;
      const quantity = positions.find((one) => one.symbol === symbol)?.quantity ?? 0n;
      if (quantity === 0n) continue;
      if (working.some(({ ref }) => ref.symbol === symbol)) {
        this.#notDone.push(`${symbol} was not closed: an order of it still works`);
        continue;
      }
      const intent: OrderIntent = {
        origin: 'watchdog',
        account: guarded.account,
        symbol,
        side: quantity > 0n ? 'sell' : 'buy',
        type: 'market',
        quantity: absoluteDecimal(quantity),
        timeInForce: 'day',
        reason: 'the engine stopped answering',
        nonce: engineId,
      };
      const clientOrderId = idOfIntent(intent);
      connection.submit({ ...intent, clientOrderId, instrument });
      await this.#until(() => this.#answered.has(clientOrderId), CONFIRM_LIMIT_MS);
      const answer = this.#answered.get(clientOrderId) ?? 'not answered';
      if (answer === 'acknowledged' || answer === 'filled') this.#flattened.push(symbol);
      else this.#notDone.push(`${symbol}: the order to close ${toldDecimal(intent.quantity)} is ${answer}`);
    }
  }

  async #until(isSo: () => boolean, limitMs: number): Promise<void> {
    const { clock } = this.#options;
    const deadline = clock.monotonic() + limitMs;
    while (!isSo() && clock.monotonic() < deadline) await clock.sleep(10);
  }
}

function isHopeless({ kind }: BrokerState): boolean {
  return kind === 'needs-login' || kind === 'closed';
}

/** A question may be repeated. */
async function again<Answer>(ask: () => Promise<Answer>, clock: BrokerPorts['clock']): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= TRIES) throw error;
      await clock.sleep(ASK_EVERY_MS * attempt);
    }
  }
}
