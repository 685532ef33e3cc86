import { useStore } from 'zustand';
import { AGENT_SLUGS } from '#contract/agents';
import type { AccountView } from '#contract/services/accounts';
import type { AgentStatusView, TaskView } from '#contract/services/agents';
import type { AlertView, NotificationView } from '#contract/services/alerts';
import type { AlgorithmView } from '#contract/services/algorithms';
import type { CachesState } from '#contract/services/caches';
import type { DecisionView } from '#contract/services/decisions';
import type { JobView } from '#contract/services/jobs';
import type { ProposalView } from '#contract/services/proposals';
import type { SessionState } from '#contract/services/session';
import type { Settings } from '#contract/services/settings';
import type { StrategyRunView } from '#contract/services/strategy-runs';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import type { SystemHealth } from '#contract/services/system';
import type { FillView, OrderView, PortfolioState } from '#contract/services/trading';
import { type CollectionState, type CollectionStore, createCollectionStore } from './collection-store.ts';
import { receiveNotifications } from './toasts.ts';
import { createValueStore, type ValueState, type ValueStore } from './value-store.ts';

export const sessionStream = createValueStore<SessionState>();
export const portfolioStream = createValueStore<PortfolioState>();
export const healthStream = createValueStore<SystemHealth>();
export const settingsStream = createValueStore<Settings>();
export const cachesStream = createValueStore<CachesState>();
export const jobsStream = createValueStore<readonly JobView[]>();

export const orderStream = createCollectionStore<OrderView>({
  idOf: ({ clientOrderId }) => clientOrderId,
  compare: (a, b) => b.createdTime - a.createdTime,
});
export const fillStream = createCollectionStore<FillView>({
  idOf: ({ fillId }) => fillId,
  compare: (a, b) => b.eventTime - a.eventTime,
});
export const decisionStream = createCollectionStore<DecisionView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.number - a.number,
});
export const alertStream = createCollectionStore<AlertView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.createdTime - a.createdTime,
});
export const notificationStream = createCollectionStore<NotificationView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.eventTime - a.eventTime,
  limit: 200,
  onEvent: receiveNotifications,
});
export const agentStream = createCollectionStore<AgentStatusView>({
  idOf: ({ slug }) => slug,
  compare: (a, b) => agentPlace(a.slug) - agentPlace(b.slug),
});
export const taskStream = createCollectionStore<TaskView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.submittedTime - a.submittedTime,
  limit: 1_000,
});

/** Every account orders can be sent from: that of the open session first, then by name. */
export const accountStream = createCollectionStore<AccountView>({
  idOf: ({ account }) => account,
  compare: (a, b) =>
    Number(b.environment === 'simulated') - Number(a.environment === 'simulated') ||
    a.account.localeCompare(b.account, 'en'),
});

/** Orders worked in parts, of every account. */
export const algorithmStream = createCollectionStore<AlgorithmView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.createdTime - a.createdTime,
});
/** What strategies ask for and a person has to decide, of every account; newest first. */
export const proposalStream = createCollectionStore<ProposalView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.proposedTime - a.proposedTime,
});
/** Strategies that trade accounts or did, newest first. */
export const strategyRunStream = createCollectionStore<StrategyRunView>({
  idOf: ({ id }) => id,
  compare: (a, b) => b.startedTime - a.startedTime,
});

/** Sources of live prices, by name. */
export const streamSourceStream = createCollectionStore<StreamSource>({
  idOf: ({ id }) => id,
  compare: (a, b) => a.name.localeCompare(b.name, 'en'),
});
export const subscriptionStream = createCollectionStore<SubscriptionView>({
  idOf: ({ symbol }) => symbol,
  compare: (a, b) => a.symbol.localeCompare(b.symbol, 'en'),
});

function agentPlace(slug: string): number {
  return (AGENT_SLUGS as readonly string[]).indexOf(slug);
}

function useValue<Value>({ store }: ValueStore<Value>): Value | null {
  return useStore(store, (state) => state.value);
}

function useCollection<Item>({ store }: CollectionStore<Item>): CollectionState<Item> {
  return useStore(store);
}

/** The session as last heard, or null before the first word of the engine. */
export const useSession = (): SessionState | null => useValue(sessionStream);
export const usePortfolio = (): PortfolioState | null => useValue(portfolioStream);
export const usePortfolioState = (): ValueState<PortfolioState> => useStore(portfolioStream.store);
export const useHealth = (): SystemHealth | null => useValue(healthStream);
export const useCaches = (): ValueState<CachesState> => useStore(cachesStream.store);
export const useJobs = (): ValueState<readonly JobView[]> => useStore(jobsStream.store);
export const useSettings = (): Settings | null => useValue(settingsStream);

export const useAccounts = (): CollectionState<AccountView> => useCollection(accountStream);
/** Newest first. */
export const useOrders = (): CollectionState<OrderView> => useCollection(orderStream);
export const useFills = (): CollectionState<FillView> => useCollection(fillStream);
export const useAlgorithms = (): CollectionState<AlgorithmView> => useCollection(algorithmStream);
export const useProposals = (): CollectionState<ProposalView> => useCollection(proposalStream);
export const useStrategyRuns = (): CollectionState<StrategyRunView> => useCollection(strategyRunStream);
export const useDecisions = (): CollectionState<DecisionView> => useCollection(decisionStream);
export const useAlerts = (): CollectionState<AlertView> => useCollection(alertStream);
export const useTasks = (): CollectionState<TaskView> => useCollection(taskStream);
/** All eleven in their order. */
export const useAgents = (): CollectionState<AgentStatusView> => useCollection(agentStream);
export const useStreamSources = (): CollectionState<StreamSource> => useCollection(streamSourceStream);
/** Streamed symbols, by symbol. */
export const useSubscriptions = (): CollectionState<SubscriptionView> => useCollection(subscriptionStream);
