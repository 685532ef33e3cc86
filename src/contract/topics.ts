/** Every bus topic and cache key, built in one place. Names are the same on one machine and in a team. */
export const topics = {
  marketData: 'market_data',
  /** Of the event stream: every trade and quote, by symbol. */
  marketDataStream: 'market-data-stream',
  trades: 'trades',
  portfolioUpdates: 'portfolio_updates',
  systemHealth: 'system_health',
  sentiment: 'sentiment',
  taskResults: 'tasks:results',
  tasks: (queue: string): string => `tasks:${queue}`,
  tasksMarketData: (symbol: string): string => `tasks:market_data:${symbol}`,
  worker: (name: string): string => `worker:${name}`,
} as const;

export const keys = {
  latestQuote: (symbol: string): string => `market_data:${symbol}:latest`,
  taskResult: (taskId: string): string => `task:${taskId}:result`,
} as const;
