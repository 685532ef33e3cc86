import type { AccountView, BrokerView } from '#contract/services/accounts';
import { ORDER_TYPES, type OrderType, TIMES_IN_FORCE, type TimeInForce } from '#domain/orders/order';
import { isWaitingType, TRIGGERED_TYPE } from '#domain/orders/triggers';
import { DECIMAL_PLACES } from '#domain/values/decimal';
import { useAnswer } from '../client/use-answer.ts';
import { useTradingAccount } from '../stores/trading-account.ts';

/** What an account takes: the order ticket offers that and greys the rest. */
export interface AccountTakes {
  /** `emulated`: the engine watches the market in the broker's place. */
  readonly types: Readonly<Record<OrderType, 'yes' | 'emulated' | 'no'>>;
  readonly validities: Readonly<Record<TimeInForce, 'yes' | 'no'>>;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly iceberg: boolean;
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision: number;
  /** Who would refuse what is not taken. */
  readonly brokerName: string;
}

/** What a broker takes by itself or with the engine's help; the simulated venue, for which there is none, takes all. */
export function accountTakes(brokerName: string, broker: BrokerView | null): AccountTakes {
  const typeOf = (type: OrderType): 'yes' | 'emulated' | 'no' => {
    if (broker === null || broker.orderTypes.includes(type)) return 'yes';
    return isWaitingType(type) && broker.orderTypes.includes(TRIGGERED_TYPE[type]) ? 'emulated' : 'no';
  };
  const validityOf = (validity: TimeInForce): 'yes' | 'no' =>
    broker === null || broker.timesInForce.includes(validity) ? 'yes' : 'no';
  return {
    types: recordOf(ORDER_TYPES, typeOf),
    validities: recordOf(TIMES_IN_FORCE, validityOf),
    postOnly: broker?.takesPostOnly ?? true,
    reduceOnly: broker?.takesReduceOnly ?? true,
    iceberg: broker?.takesIceberg ?? true,
    quantityPrecision: broker?.quantityPrecision ?? DECIMAL_PLACES,
    brokerName,
  };
}

function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  take: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, take(key)])) as Record<Key, Value>;
}

/** {@link accountTakes} of the chosen account; null while its broker is not known. */
export function useAccountTakes(): AccountTakes | null {
  const account = useTradingAccount();
  const { value: brokers } = useAnswer(
    'brokers',
    (engine, options) => engine.accounts.brokers(undefined, options),
    {
      isRemembered: true,
    },
  );
  if (account === null) return null;
  const broker = brokers?.find(({ id }) => id === account.broker) ?? null;
  return broker === null && isAtBroker(account) && brokers === null
    ? null
    : accountTakes(account.brokerName, broker);
}

/** Whether orders of an account go to a broker, not to the simulated venue. */
function isAtBroker({ connection }: Pick<AccountView, 'connection'>): boolean {
  return connection !== null;
}
