import type { CommissionReport, Contract, Execution } from '@stoqey/ib';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import { type BrokerEvent, type BrokerFill, clientOrderIdOf } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import { isCombo } from './contract-query.ts';
import { exactAmount } from './exact-number.ts';
import { parseGatewayTime } from './gateway-time.ts';
import type { OrderedEvents } from './ordered-events.ts';
import { permanentId } from './read-order.ts';

/** TWS tells the fee of a fill by a message of its own, mostly at once; a fill does not wait longer for it. */
const FEE_WAIT_MS = 2_000;

/** FIX LastLiquidityInd as TWS numbers it. */
const LIQUIDITY: Readonly<Record<number, 'maker' | 'taker'>> = { 1: 'maker', 2: 'taker' };

export interface FillDeskOptions {
  readonly clock: Clock;
  readonly account: string;
  readonly events: OrderedEvents;
  readonly symbolOf: (contract: Contract) => string;
  /** Whether the order has several legs: then each leg has executions, and what has filled of the whole is told besides. */
  readonly isComboOrder: (order: Pick<BrokerFill, 'clientOrderId' | 'venueOrderId'>) => boolean;
  /** Milliseconds the clock of TWS is ahead of UTC. */
  readonly offsetMs: () => number;
  /** The fee in the account's currency; null when it cannot be told. */
  readonly feeOf: (report: CommissionReport) => Decimal | null;
}

interface HeldFill {
  readonly fill: BrokerFill;
  readonly settle: (event: BrokerEvent) => void;
  readonly offTimer: () => void;
}

/** Puts executions and their fees together, and tells each once. */
export class FillDesk {
  readonly #options: FillDeskOptions;
  /** The version each execution was told in; the broker corrects one by a new version of it. */
  readonly #versions = new Map<string, string>();
  readonly #fees = new Map<string, Decimal>();
  readonly #held = new Map<string, HeldFill>();
  readonly #filled = new Map<string, Decimal>();

  constructor(options: FillDeskOptions) {
    this.#options = options;
  }

  /** Tells an execution, unless it has been. */
  take(contract: Contract, execution: Execution): void {
    if (execution.acctNumber !== this.#options.account) return;
    const [fillId, version] = partsOf(execution.execId);
    const told = this.#versions.get(fillId);
    if (told === version) return;
    const fill = this.read(contract, execution);
    if (isCombo(contract)) {
      this.#versions.set(fillId, version);
      this.#count(fill);
      return;
    }
    if (told !== undefined) {
      this.#versions.set(fillId, version);
      const reason = `Interactive Brokers corrected execution ${fillId}, which was told before; compare the order with TWS`;
      this.#unreadable(execution, reason);
      return;
    }
    this.#note(fill, version);
    const settle = this.#options.events.hold(orderKey(fill));
    if (fill.fee !== null) {
      settle({ kind: 'filled', fill });
      return;
    }
    const offTimer = this.#options.clock.after(FEE_WAIT_MS, () => this.#release(fillId));
    this.#held.set(fillId, { fill, settle, offTimer });
  }

  /** Takes an execution for told: it happened before anybody listened here. */
  pass(contract: Contract, execution: Execution): void {
    if (execution.acctNumber !== this.#options.account) return;
    const [fillId, version] = partsOf(execution.execId);
    if (this.#versions.has(fillId)) return;
    const fill = this.read(contract, execution);
    if (!isCombo(contract)) this.#note(fill, version);
    else this.#count(fill);
  }

  takeFee(report: CommissionReport): void {
    const [fillId] = partsOf(report.execId);
    const fee = this.#options.feeOf(report);
    if (fee === null) return;
    this.#fees.set(fillId, fee);
    this.#release(fillId);
  }

  /** What has filled of an order, as far as executions told. */
  filledOf(venueOrderId: string): Decimal {
    return this.#filled.get(venueOrderId) ?? DECIMAL_ZERO;
  }

  /** Tells what still waits for its fee. */
  releaseAll(): void {
    for (const fillId of [...this.#held.keys()]) this.#release(fillId);
  }

  /** An execution as the port has it. Throws a RangeError when it cannot be read. */
  read(contract: Contract, execution: Execution): BrokerFill {
    const { symbolOf, offsetMs } = this.#options;
    const [fillId] = partsOf(execution.execId);
    const eventTime = parseGatewayTime(execution.time ?? '', offsetMs());
    if (eventTime === null) throw new RangeError(`its time is "${execution.time ?? ''}"`);
    const quantity = exactAmount(execution.shares, 'quantity');
    const price = exactAmount(execution.price, 'price');
    if (quantity <= DECIMAL_ZERO) throw new RangeError('its quantity is not above zero');
    const liquidity = LIQUIDITY[Number(execution.lastLiquidity)];
    return {
      fillId,
      clientOrderId: clientOrderIdOf(execution.orderRef ?? ''),
      venueOrderId: permanentId(execution.permId),
      symbol: symbolOf(contract),
      side: sideOf(execution.side),
      quantity,
      price,
      fee: this.#fees.get(fillId) ?? null,
      eventTime,
      ...(liquidity === undefined ? {} : { liquidity }),
    };
  }

  #note(fill: BrokerFill, version: string): void {
    this.#versions.set(fill.fillId, version);
    if (!this.#options.isComboOrder(fill)) this.#count(fill);
  }

  #count(fill: BrokerFill): void {
    this.#filled.set(fill.venueOrderId, this.filledOf(fill.venueOrderId) + fill.quantity);
  }

  #release(fillId: string): void {
    const held = this.#held.get(fillId);
    if (!held) return;
    this.#held.delete(fillId);
    held.offTimer();
    held.settle({ kind: 'filled', fill: { ...held.fill, fee: this.#fees.get(fillId) ?? null } });
  }

  #unreadable({ execId, orderRef = '', permId }: Execution, reason: string): void {
    const key = clientOrderIdOf(orderRef) ?? `venue:${permId ?? ''}`;
    const raw = `execution ${execId ?? ''}`;
    this.#options.events.tell(key, { kind: 'unreadable', raw, reason, eventTime: this.#options.clock.now() });
  }
}

/** By which events of one order are kept in order. */
export function orderKey({
  clientOrderId,
  venueOrderId,
}: {
  clientOrderId: string | null;
  venueOrderId: string | null;
}): string {
  return clientOrderId ?? `venue:${venueOrderId ?? ''}`;
}

/** The id of an execution and its version, which stands behind the last point. Throws a RangeError when there is none. */
function partsOf(executionId: string | undefined): readonly [fillId: string, version: string] {
  if (!executionId) throw new RangeError('it has no id');
  const point = executionId.lastIndexOf('.');
  return point < 1 ? [executionId, ''] : [executionId.slice(0, point), executionId.slice(point + 1)];
}

function sideOf(side: string | undefined): 'buy' | 'sell' {
  if (side === 'BOT') return 'buy';
  if (side === 'SLD') return 'sell';
  throw new RangeError(`its side is "${side ?? ''}"`);
}
