/** What TWS says of options and their prices. What it does not tell is undefined. */
export type MarketMessage =
  | {
      readonly kind: 'option-parameters';
      readonly requestId: number;
      readonly exchange: string;
      readonly tradingClass: string;
      readonly multiplier: number | undefined;
      /** `20261218` */
      readonly expirations: readonly string[];
    }
  | { readonly kind: 'option-parameters-end'; readonly requestId: number }
  /** A price or a size, by the number of what it is. */
  | {
      readonly kind: 'tick';
      readonly requestId: number;
      readonly tick: number;
      readonly value: number | undefined;
    }
  /** What TWS reckons of an option, from a bid, an ask, a trade or its model. */
  | {
      readonly kind: 'option-computation';
      readonly requestId: number;
      readonly tick: number;
      readonly volatility: number | undefined;
      /** Of the underlying that it reckoned with. */
      readonly spot: number | undefined;
    }
  /** 1 live, 2 as it stood at the close, 3 delayed, 4 delayed and as it stood. */
  | { readonly kind: 'market-data-type'; readonly requestId: number; readonly type: number };

type Computation = [
  requestId: number,
  tick: number,
  attribute: unknown,
  volatility: number | undefined,
  delta: unknown,
  price: unknown,
  dividends: unknown,
  gamma: unknown,
  vega: unknown,
  theta: unknown,
  spot: number | undefined,
];

/** From an event of the library; undefined for others. */
export function marketMessageOf(name: string, values: unknown[]): MarketMessage | undefined {
  switch (name) {
    case 'securityDefinitionOptionParameter': {
      const [requestId, exchange, , tradingClass, multiplier, expirations] = values as [
        number,
        string,
        number,
        string,
        number | undefined,
        string[],
      ];
      return { kind: 'option-parameters', requestId, exchange, tradingClass, multiplier, expirations };
    }
    case 'securityDefinitionOptionParameterEnd':
      return { kind: 'option-parameters-end', requestId: Number(values[0]) };
    case 'tickPrice':
    case 'tickSize': {
      const [requestId, tick, value] = values as [number, number, number | undefined];
      return { kind: 'tick', requestId, tick, value };
    }
    case 'tickOptionComputation': {
      const [requestId, tick, , volatility, , , , , , , spot] = values as Computation;
      return { kind: 'option-computation', requestId, tick, volatility, spot };
    }
    case 'marketDataType': {
      const [requestId, type] = values as [number, number];
      return { kind: 'market-data-type', requestId, type };
    }
    default:
      return undefined;
  }
}
