/**
 * The eleven agents by stable slug, with their display labels, the other names the same work is known by, and the
 * skills planned for each; what it takes today are its tasks. Code, storage and metrics use the slug; the M-number is for display only.
 */
export const AGENTS = [
  {
    slug: 'data_collector',
    label: 'M1',
    name: 'Collector',
    aliases: [],
    skills: ['scrape', 'api_fetch', 'clean', 'source_validate', 'ingest'],
  },
  {
    slug: 'data_warehouse',
    label: 'M2',
    name: 'Warehouse',
    aliases: [],
    skills: ['store', 'retrieve', 'index', 'history', 'query_optimise', 'store_validate'],
  },
  {
    slug: 'realtime_processor',
    label: 'M3',
    name: 'Real-time',
    aliases: [],
    skills: ['stream', 'event_generate', 'analytics', 'alerts', 'distribute', 'task_distribute'],
  },
  {
    slug: 'strategy',
    label: 'M4',
    name: 'Strategy',
    aliases: [],
    skills: [
      'signals',
      'fusion',
      'regime',
      'optimise',
      'technical',
      'fundamental',
      'execute_strategy',
      'backtest',
    ],
  },
  {
    slug: 'ml_models',
    label: 'M5',
    name: 'Models',
    aliases: ['price_predictor'],
    skills: ['predict', 'classify', 'deep', 'train', 'infer', 'ensemble', 'online_learn', 'price_predictor'],
  },
  {
    slug: 'risk_manager',
    label: 'M6',
    name: 'Risk',
    aliases: [],
    skills: ['var', 'exposure', 'correlation', 'sizing', 'tail', 'concentration', 'limits', 'risk_optimise'],
  },
  {
    slug: 'execution_manager',
    label: 'M7',
    name: 'Execution',
    aliases: ['paper_trader'],
    skills: ['oms', 'route', 'smart_execute', 'broker_connect', 'tca', 'paper_trader'],
  },
  {
    slug: 'portfolio_optimizer',
    label: 'M8',
    name: 'Optimizer',
    aliases: ['portfolio_manager'],
    skills: ['allocate', 'rebalance', 'performance', 'diversify', 'portfolio_manager'],
  },
  {
    slug: 'compliance_engine',
    label: 'M9',
    name: 'Compliance',
    aliases: ['compliance_agent'],
    skills: ['monitor', 'surveillance', 'audit', 'limit_enforce', 'compliance_reporter'],
  },
  {
    slug: 'backtester',
    label: 'M10',
    name: 'Backtester',
    aliases: [],
    skills: ['validate', 'monte_carlo', 'walk_forward', 'attribution', 'multi_asset'],
  },
  {
    slug: 'alternative_data',
    label: 'M11',
    name: 'Alternative data',
    aliases: ['sentiment_analyzer'],
    skills: ['news', 'social', 'esg', 'macro', 'onchain', 'sentiment_analyzer'],
  },
] as const;

export type AgentSlug = (typeof AGENTS)[number]['slug'];
export const AGENT_SLUGS = AGENTS.map((agent) => agent.slug) as readonly AgentSlug[];

/** The slug behind a slug or an alias, or undefined for a stranger. */
export function resolveAgent(name: string): AgentSlug | undefined {
  return AGENTS.find((agent) => agent.slug === name || (agent.aliases as readonly string[]).includes(name))
    ?.slug;
}
