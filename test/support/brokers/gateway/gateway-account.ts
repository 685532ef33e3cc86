import { formatDecimal } from '#domain/values/decimal';
import type { BrokerBalance, BrokerPosition } from '#engine/ports/broker';
import { GATEWAY_CONTRACTS } from './gateway-contracts.ts';
import { wireFrame } from './gateway-wire.ts';

const STRANGER = 'DU9999999';

/** What the account of a Gateway's double holds; each answer names another account too. */
export class GatewayAccount {
  readonly name: string;
  positions: readonly BrokerPosition[] = [];
  balances: readonly BrokerBalance[] = [];
  readonly #rates: Readonly<Record<string, string>>;

  /** `rates`: what a unit of a currency is worth in that of the account; 1 when it is not there. */
  constructor(name: string, rates: Readonly<Record<string, string>>) {
    this.name = name;
    this.#rates = rates;
  }

  positionFrames(): Buffer[] {
    const told = this.positions.flatMap(({ symbol, quantity, averagePrice }) => {
      const held = GATEWAY_CONTRACTS.find((one) => one.symbol === symbol) ?? GATEWAY_CONTRACTS[0]!;
      const { conId, symbol: name, secType, exchange, currency, localSymbol, tradingClass } = held;
      const of = [conId, name, secType, '', '0', '', '', exchange, currency, localSymbol, tradingClass];
      return [
        wireFrame([61, 3, this.name, ...of, formatDecimal(quantity), formatDecimal(averagePrice)]),
        wireFrame([61, 3, STRANGER, ...of, '77', '1.5']),
      ];
    });
    return [...told, wireFrame([62, 1])];
  }

  balanceFrames(requestId: number): Buffer[] {
    const tell = (account: string, tag: string, value: string, currency: string): Buffer =>
      wireFrame([63, 1, requestId, account, tag, value, currency]);
    const told = this.balances.flatMap(({ currency, cash, buyingPower, equity }) => [
      ...(equity === null ? [] : [tell(this.name, 'NetLiquidation', formatDecimal(equity), currency)]),
      ...(buyingPower === null ? [] : [tell(this.name, 'BuyingPower', formatDecimal(buyingPower), currency)]),
      tell(this.name, 'CashBalance', formatDecimal(cash), currency),
      tell(this.name, 'ExchangeRate', this.#rates[currency] ?? '1.00', currency),
    ]);
    return [
      tell(STRANGER, 'NetLiquidation', '1', 'USD'),
      tell(this.name, 'CashBalance', '99999', 'BASE'),
      ...told,
      wireFrame([64, 1, requestId]),
    ];
  }
}
