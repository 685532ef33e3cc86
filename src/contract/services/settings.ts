import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure, symbolText } from './shared.ts';

/** Everything a person can set, with the values a fresh install starts with. Unknown keys are refused. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  upDownColours: z.enum(['green-red', 'blue-orange', 'red-green']).default('green-red'),
  watchlist: z.array(symbolText).max(500).default([]),
  chartIndicators: z
    .array(z.object({ slug: z.string(), parameters: z.record(z.string(), z.number()) }))
    .max(12)
    .default([
      { slug: 'simple-moving-average', parameters: { period: 10 } },
      { slug: 'simple-moving-average', parameters: { period: 30 } },
      { slug: 'relative-strength-index', parameters: { period: 14 } },
    ]),
  desktopNotifications: z.boolean().default(true),
  restrictedSymbols: z.array(symbolText).max(1_000).default([]),
  riskLimits: z
    .strictObject({
      /** Largest share of equity in one symbol. */
      positionPctMax: z.number().min(1).max(100).default(30),
      /** Largest gross exposure as a share of equity. */
      grossExposurePctMax: z.number().min(1).max(400).default(100),
      /** Largest order as a share of equity. */
      orderPctMax: z.number().min(1).max(100).default(30),
      /** A limit price further than this from the last price is refused. */
      priceCollarPct: z.number().min(0.1).max(100).default(10),
      /** At this loss since the previous close nothing more is opened that day. */
      dailyLossPctMax: z.number().min(0.1).max(100).default(5),
      /** Share of equity a stop-out may cost; drives the size of strategy orders. */
      riskPerTradePct: z.number().min(0.01).max(10).default(1),
    })
    .prefault({}),
  /** The window's layout as the docking library gives it; opaque here. */
  layout: z.unknown().optional(),
  keyBindings: z.record(z.string(), z.string()).default({}),
});
export type Settings = z.infer<typeof settings>;

export const settingsService = {
  get: procedure.route({ method: 'GET', path: '/settings', tags: ['Settings'] }).output(settings),
  /** Merges the given keys at the top level; the result is validated as a whole. */
  update: procedure
    .route({ method: 'PATCH', path: '/settings', tags: ['Settings'] })
    .input(z.record(z.string(), z.unknown()))
    .output(settings),
  watch: procedure
    .route({ method: 'GET', path: '/settings/watch', tags: ['Settings'] })
    .output(eventIterator(settings)),
};
