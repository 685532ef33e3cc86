import { OctopusError } from '#contract/errors';
import {
  accountStream,
  agentStream,
  alertStream,
  algorithmStream,
  cachesStream,
  decisionStream,
  fillStream,
  healthStream,
  jobsStream,
  notificationStream,
  orderStream,
  portfolioStream,
  proposalStream,
  sessionStream,
  settingsStream,
  strategyRunStream,
  streamSourceStream,
  subscriptionStream,
  taskStream,
} from '../stores/engine-streams.ts';
import { loadReference } from '../stores/reference.ts';
import { ofChosenAccount, tradingAccountStore } from '../stores/trading-account.ts';
import { connectionStore, type EngineLink } from './connection.ts';
import { refusalText } from './refusal.ts';

const RESTART_MS = 2_000;

interface Sink<Event> {
  receive(event: Event): void;
  fail(problem: string): void;
}

/** Keeps every store fed by its watch stream, on each connection anew, until the returned function is called. */
export function followStreams(): () => void {
  let stop: (() => void) | undefined;
  const start = (link: EngineLink | null): void => {
    stop?.();
    stop = link ? followLink(link) : undefined;
  };
  start(connectionStore.getState().link);
  const off = connectionStore.subscribe((state, before) => {
    if (state.link !== before.link) start(state.link);
  });
  return () => {
    off();
    stop?.();
  };
}

function followLink({ client }: EngineLink): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const follow = <Event>(watch: () => Promise<AsyncIterable<Event>>, sink: Sink<Event>): void =>
    void followStream(watch, sink, signal);
  const options = { signal };
  const stopAccount = followChosenAccount(client);
  follow(() => client.session.watch(undefined, options), sessionStream);
  follow(() => client.settings.watch(undefined, options), settingsStream);
  follow(() => client.accounts.watch(undefined, options), accountStream);
  follow(() => client.trading.watchAlgorithms(undefined, options), algorithmStream);
  follow(() => client.trading.watchProposals(undefined, options), proposalStream);
  follow(() => client.strategyRuns.watch(undefined, options), strategyRunStream);
  follow(() => client.decisions.watch(undefined, options), decisionStream);
  follow(() => client.alerts.watch(undefined, options), alertStream);
  follow(() => client.alerts.watchNotifications(undefined, options), notificationStream);
  follow(() => client.agents.watch(undefined, options), agentStream);
  follow(() => client.agents.watchTasks(undefined, options), taskStream);
  follow(() => client.system.watchHealth(undefined, options), healthStream);
  follow(() => client.system.watchCaches(undefined, options), cachesStream);
  follow(() => client.system.watchJobs(undefined, options), jobsStream);
  follow(() => client.streams.watchSources(undefined, options), streamSourceStream);
  follow(() => client.streams.watch(undefined, options), subscriptionStream);
  void loadReference(client, signal);
  return () => {
    stopAccount();
    controller.abort();
  };
}

/** Follows what the chosen account does, and another one as soon as it is chosen. */
function followChosenAccount(client: EngineLink['client']): () => void {
  let controller = new AbortController();
  const start = (): void => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const { trading } = client;
    const account = ofChosenAccount();
    void followStream(() => trading.watchPortfolio(account, { signal }), portfolioStream, signal);
    void followStream(() => trading.watchOrders(account, { signal }), orderStream, signal);
    void followStream(() => trading.watchFills(account, { signal }), fillStream, signal);
  };
  start();
  const off = tradingAccountStore.subscribe(start);
  return () => {
    off();
    controller.abort();
  };
}

/**
 * Feeds a store from a watch until `signal` ends it. A stream that fails while the line stands is asked for again; its
 * store says why until it speaks.
 */
export async function followStream<Event>(
  watch: () => Promise<AsyncIterable<Event>>,
  sink: Sink<Event>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await watch()) if (!signal.aborted) sink.receive(event);
    } catch (error) {
      if (signal.aborted) return;
      sink.fail(refusalText(error));
      if (error instanceof OctopusError && error.code === 'CHANNEL_CLOSED') return;
    }
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
  }
}
