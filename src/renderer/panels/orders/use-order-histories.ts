import { useCallback, useEffect, useRef, useState } from 'react';
import type { OrderView } from '#contract/services/trading';
import { useLink } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import type { OrderHistory } from './order-rows.ts';

const WAITING = 'Asking the journal for its state changes';

/** State changes of the orders that are unfolded; asked anew whenever one of them changes. */
export function useOrderHistories(orders: readonly OrderView[]): (clientOrderId: string) => OrderHistory {
  const link = useLink();
  const [histories, setHistories] = useState<ReadonlyMap<string, OrderHistory>>(new Map());
  const asked = useRef(new Map<string, string>());
  useEffect(() => {
    if (link === null) return;
    for (const order of orders) {
      const { clientOrderId } = order;
      const version = `${link.epoch} ${versionOf(order)}`;
      if (asked.current.get(clientOrderId) === version) continue;
      asked.current.set(clientOrderId, version);
      const keep = (history: OrderHistory): void => {
        if (asked.current.get(clientOrderId) === version)
          setHistories((before) => new Map(before).set(clientOrderId, history));
      };
      link.client.trading
        .orderHistory({ clientOrderId })
        .then(keep, (error: unknown) => keep(refusalText(error)));
    }
  }, [link, orders]);
  return useCallback((clientOrderId) => histories.get(clientOrderId) ?? WAITING, [histories]);
}

/** Another text whenever the journal has more to tell of an order. */
function versionOf({ status, filledQuantity, updatedTime, revision = 0, pendingChange }: OrderView): string {
  return [status, filledQuantity, updatedTime, revision, JSON.stringify(pendingChange ?? {})].join(' ');
}
