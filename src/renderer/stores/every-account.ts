import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { FillView, OrderView } from '#contract/services/trading';
import { useLink } from '../client/connection.ts';
import { followStream } from '../client/follow-streams.ts';
import {
  type CollectionEvent,
  type CollectionState,
  type CollectionStore,
  createCollectionStore,
} from './collection-store.ts';
import { useAccounts, useFills, useOrders } from './engine-streams.ts';
import { useTradingAccount } from './trading-account.ts';

/** A fill and whose it is. */
export type AccountFill = FillView & { readonly account: string };

const ITEMS_MAX = 20_000;

/** A collection of one account as the engine watches it, and of all accounts as it is kept here. */
interface EveryAccount<Item, Kept extends { readonly account: string }> {
  readonly collection: CollectionStore<Kept>;
  readonly idOf: (item: Kept) => string;
  readonly watch: (
    client: EngineClient,
    account: string,
    signal: AbortSignal,
  ) => Promise<AsyncIterable<CollectionEvent<Item>>>;
  readonly keep: (item: Item, account: string) => Kept;
}

const orderId = ({ clientOrderId }: OrderView): string => clientOrderId;
const fillId = (fill: AccountFill): string => fill.fillId;

const everyOrder: EveryAccount<OrderView, OrderView> = {
  collection: createCollectionStore<OrderView>({
    idOf: orderId,
    compare: (a, b) => b.createdTime - a.createdTime,
    limit: ITEMS_MAX,
  }),
  idOf: orderId,
  watch: ({ trading }, account, signal) => trading.watchOrders({ account }, { signal }),
  keep: (order) => order,
};

const everyFill: EveryAccount<FillView, AccountFill> = {
  collection: createCollectionStore<AccountFill>({
    idOf: fillId,
    compare: (a, b) => b.eventTime - a.eventTime,
    limit: ITEMS_MAX,
  }),
  idOf: fillId,
  watch: ({ trading }, account, signal) => trading.watchFills({ account }, { signal }),
  keep: (fill, account) => ({ ...fill, account }),
};

/** Orders of the chosen account or, while `isEvery`, of all accounts; newest first. */
export function useOrdersOf(isEvery: boolean): CollectionState<OrderView> {
  const chosen = useOrders();
  const every = useEveryAccount(isEvery, everyOrder);
  return isEvery ? every : chosen;
}

/** Fills of the chosen account or, while `isEvery`, of all accounts; newest first. */
export function useFillsOf(isEvery: boolean): CollectionState<AccountFill> {
  const chosen = useFills();
  const account = useTradingAccount()?.account ?? '';
  const every = useEveryAccount(isEvery, everyFill);
  const own = useMemo(() => {
    const items = chosen.items.map((fill) => ({ ...fill, account }));
    return { ...chosen, items, byId: new Map(items.map((fill) => [fill.fillId, fill])) };
  }, [chosen, account]);
  return isEvery ? every : own;
}

/** Feeds one store from the watches of all open accounts while it is wanted. */
function useEveryAccount<Item, Kept extends { readonly account: string }>(
  isOn: boolean,
  every: EveryAccount<Item, Kept>,
): CollectionState<Kept> {
  const link = useLink();
  const { items: open, byId: openById } = useAccounts();
  const accounts = open.map(({ account }) => account).join('\n');
  useEffect(() => {
    if (!isOn || link === null || accounts === '') return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    for (const account of accounts.split('\n')) {
      const sink = {
        receive: (event: CollectionEvent<Item>) =>
          every.collection.receive(asChangeOfAll(event, account, every)),
        fail: (problem: string) => every.collection.fail(`${account}: ${problem}`),
      };
      void followStream(() => every.watch(link.client, account, signal), sink, signal);
    }
    return () => controller.abort();
  }, [isOn, link, accounts, every]);
  const state = useStore(every.collection.store);
  return useMemo(
    () => ({ ...state, items: state.items.filter(({ account }) => openById.has(account)) }),
    [state, openById],
  );
}

/** Everything of one account is a change to everything of all. */
export function asChangeOfAll<Item, Kept extends { readonly account: string }>(
  event: CollectionEvent<Item>,
  account: string,
  { collection, idOf, keep }: Pick<EveryAccount<Item, Kept>, 'collection' | 'idOf' | 'keep'>,
): CollectionEvent<Kept> {
  const items = event.items.map((item) => keep(item, account));
  if (event.kind === 'changed') return { ...event, items };
  const present = new Set(items.map(idOf));
  const removedIds = [...collection.store.getState().byId].flatMap(([id, kept]) =>
    kept.account === account && !present.has(id) ? [id] : [],
  );
  return { kind: 'changed', items, removedIds };
}
