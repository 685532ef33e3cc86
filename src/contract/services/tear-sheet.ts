import { z } from 'zod';
import { FIGURES, type FigureId } from '#domain/reports/figures';
import type { TearSheet } from '#domain/reports/tear-sheet';
import { epochMs, trialTally } from './shared.ts';

const value = z.number().nullable();
const figure = z.object({
  id: z.enum(Object.keys(FIGURES) as [FigureId, ...FigureId[]]),
  value,
  benchmark: value.exactOptional(),
});
const histogram = z.object({ from: z.number(), width: z.number(), counts: z.array(z.number().int()) });
const side = z.enum(['long', 'short']);

/** A {@link TearSheet} as it crosses the line; what each figure means is in `figures.ts` of the domain. */
export const tearSheet: z.ZodType<TearSheet, TearSheet> = z.object({
  name: z.string(),
  strategy: z.string(),
  parameters: z.record(z.string(), z.number()),
  symbols: z.array(z.string()),
  timeframe: z.string(),
  currency: z.string().nullable(),
  cash: z.number(),
  commission: z.number(),
  benchmarkName: z.string().nullable(),
  startTime: epochMs,
  endTime: epochMs,
  bars: z.number().int(),
  periodsPerYear: z.number(),
  verdict: z
    .object({
      verdict: z.enum(['convincing', 'doubtful', 'unconvincing', 'invalid']),
      sentence: z.string(),
      reasons: z.array(z.string()),
      outOfSample: z
        .object({ from: epochMs, returnPct: z.number(), benchmarkReturnPct: z.number() })
        .nullable(),
    })
    .nullable(),
  trialCount: trialTally.nullable(),
  warnings: z.array(z.object({ severity: z.enum(['warning', 'notice']), text: z.string() })),
  headline: z.array(figure),
  sections: z.array(z.object({ title: z.string(), figures: z.array(figure) })),
  curve: z.object({
    time: z.array(epochMs),
    equity: z.array(z.number()),
    benchmark: z.array(z.number()).nullable(),
    drawdownPct: z.array(z.number()),
    exposurePct: z.array(z.number()),
  }),
  rolling: z
    .object({
      window: z.number().int(),
      time: z.array(epochMs),
      sharpe: z.array(value),
      volatilityPct: z.array(value),
      beta: z.array(value).nullable(),
    })
    .nullable(),
  trailing: z.array(
    z.object({ label: z.string(), returnPct: z.number(), benchmarkPct: value, isAnnualized: z.boolean() }),
  ),
  years: z.array(
    z.object({
      year: z.number().int(),
      monthsPct: z.array(value),
      returnPct: z.number(),
      benchmarkPct: value,
    }),
  ),
  drawdowns: z.array(
    z.object({
      peakTime: epochMs,
      troughTime: epochMs,
      recoveryTime: epochMs.nullable(),
      depthPct: z.number(),
      lengthMs: z.number(),
    }),
  ),
  returnHistogram: histogram.nullable(),
  tradeHistogram: histogram.nullable(),
  stress: z.array(
    z.object({
      name: z.string(),
      from: epochMs,
      to: epochMs,
      returnPct: z.number(),
      benchmarkPct: value,
      maxDrawdownPct: z.number(),
    }),
  ),
  trades: z.array(
    z.object({ side, returnPct: z.number(), maePct: value, mfePct: value, bars: z.number().int() }),
  ),
  attribution: z.array(
    z.object({
      by: z.string(),
      rows: z.array(
        z.object({
          name: z.string(),
          trades: z.number().int(),
          pnl: z.number(),
          contributionPct: z.number(),
          fees: z.number(),
          winRatePct: value,
          averageReturnPct: z.number(),
        }),
      ),
    }),
  ),
  factors: z
    .object({
      annualAlpha: z.number(),
      alphaTStatistic: value,
      exposures: z.array(
        z.object({
          name: z.string(),
          beta: z.number(),
          standardError: z.number(),
          tStatistic: value,
          annualContribution: z.number(),
        }),
      ),
      rSquared: z.number(),
      observations: z.number().int(),
    })
    .nullable(),
  capacity: z
    .object({
      equity: z.number(),
      participation: z.number(),
      largestShare: z.number(),
      entries: z.number().int(),
    })
    .nullable(),
  orderListHash: z.string(),
  engineVersion: z.string(),
});
