import { implement } from '@orpc/server';
import { contract } from '#contract/contract';
import { OctopusError } from '#contract/errors';
import type { Channel } from '#contract/rpc/channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { AccountView } from '#contract/services/accounts';
import type { StrategyInfo } from '#contract/services/backtests';
import type { StrategyRunConfiguration, StrategyRunView } from '#contract/services/strategy-runs';
import type { SystemInfo } from '#contract/services/system';
import type { OrderPreview, OrderRequest, OrderView } from '#contract/services/trading';
import type { EngineChannels } from '../../../src/renderer/client/open-channels.ts';

/** What the engine answers in a test, and what it was asked. */
export interface Script {
  readonly previews: OrderRequest[];
  readonly submitted: OrderRequest[];
  refusals: readonly string[];
  /** What a preview asks a person to accept; their texts are refusals too. */
  precautions: OrderPreview['precautions'];
  /** Breaks the line before the order is answered. */
  isLineCutOnSubmit: boolean;
  strategies: readonly StrategyInfo[];
  readonly startedRuns: StrategyRunConfiguration[];
  /** A person's words on orders of unknown outcome, and the account that is answered; none refuses them. */
  readonly decisions: object[];
  decided: AccountView | null;
}

export interface ScriptedEngine {
  readonly script: Script;
  readonly connections: number;
  open(): Promise<EngineChannels>;
  /** Breaks every line, as a crash does. */
  cut(): void;
}

const info: SystemInfo = {
  version: '0.1.0',
  profile: 'solo',
  host: 'server',
  dataFolder: '/data',
  startedTime: 0,
  runtime: 'test',
  isReadOnly: false,
  notices: [],
};

/** What the engine answers of an order that nothing stands against. */
export const previewFixture: OrderPreview = {
  isAccepted: true,
  refusals: [],
  value: '1000',
  fee: '1',
  margin: '0',
  precautions: [],
  buyingPowerAfter: '98999',
  valueAtRiskBefore: null,
  valueAtRiskAfter: null,
  limitsChecked: 9,
  referencePrice: 100,
  waitsUntil: null,
  exits: [],
};

/** The contract over real channels with scripted answers; calls it has no script for are refused as unknown. */
export function createScriptedEngine(): ScriptedEngine {
  const script: Script = {
    previews: [],
    submitted: [],
    refusals: [],
    precautions: [],
    isLineCutOnSubmit: false,
    strategies: [],
    startedRuns: [],
    decisions: [],
    decided: null,
  };
  const lines: Channel[] = [];
  let connections = 0;
  const cut = (): void => {
    for (const line of lines.splice(0)) line.close();
  };
  const api = implement(contract);
  const router = {
    system: {
      info: api.system.info.handler(() => info),
      ping: api.system.ping.handler(({ input }) => input),
    },
    backtests: { strategies: api.backtests.strategies.handler(() => [...script.strategies]) },
    strategyRuns: {
      start: api.strategyRuns.start.handler(({ input }) => {
        script.startedRuns.push(input);
        return runOf(input);
      }),
    },
    accounts: {
      decide: api.accounts.decide.handler(({ input }) => {
        script.decisions.push(input);
        if (script.decided === null) throw new OctopusError('BAD_REQUEST', 'say the number it has there');
        return script.decided;
      }),
    },
    trading: {
      preview: api.trading.preview.handler(({ input }) => {
        script.previews.push(input);
        const { refusals, precautions } = script;
        return { ...previewFixture, precautions, isAccepted: refusals.length === 0, refusals: [...refusals] };
      }),
      submit: api.trading.submit.handler(({ input }) => {
        script.submitted.push(input);
        if (script.isLineCutOnSubmit) cut();
        return orderOf(input);
      }),
    },
  };
  return {
    script,
    get connections() {
      return connections;
    },
    async open() {
      connections++;
      const [rpc, rpcEngine] = createMemoryChannelPair();
      const [feed, feedEngine] = createMemoryChannelPair();
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      serveChannel(router, rpcEngine, {}, { log });
      lines.push(rpcEngine, feedEngine);
      return { rpc, feed };
    },
    cut,
  };
}

function orderOf({ nonce, bracket: _bracket, ...request }: OrderRequest): OrderView {
  return {
    ...request,
    account: request.account ?? 'paper-1',
    timeInForce: request.timeInForce ?? 'day',
    clientOrderId: `order-${nonce}`,
    origin: 'person',
    status: 'sent',
    filledQuantity: '0',
    averagePrice: '0',
    reason: 'a test',
    createdTime: 0,
    updatedTime: 0,
  };
}

function runOf(configuration: StrategyRunConfiguration): StrategyRunView {
  return {
    id: 'r0123456789',
    configuration,
    name: configuration.strategy,
    strategyHash: null,
    state: 'running',
    startedTime: 0,
    stoppedTime: null,
    reason: null,
    bars: 0,
    lastEventTime: null,
    decisions: 0,
    orders: 0,
    fills: 0,
    orderListHash: '',
    decisionHash: '',
    notes: [],
  };
}
