import { z } from 'zod';
import { SOURCE_KINDS } from '#domain/market/source-kind';
import { epochMs, symbolText, timeframe } from './shared.ts';

/** Disagreements kept of one check at most, the newest. */
export const DISAGREEMENTS_MAX = 1_000;
/** Stretches, gaps and revised bars told at most, the newest. */
export const TRUST_LIST_MAX = 1_000;

const prices = z.object({ open: z.number(), high: z.number(), low: z.number(), close: z.number() });
const sourceKind = z.enum(SOURCE_KINDS);

export const validateSourcesRequest = z.strictObject({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive; the first stored bar unless told, or as far back as a provider goes. */
  from: epochMs.optional(),
  /** Exclusive; just after the last stored bar unless told. */
  to: epochMs.optional(),
  /** Ids; those of the symbol's chain that did not bring most of the stored bars, unless told. */
  providers: z.array(z.string()).min(1).max(5).optional(),
  /** As the providers know it; the same unless told. */
  providerSymbol: symbolText.optional(),
});
export type ValidateSourcesRequest = z.infer<typeof validateSourcesRequest>;

export const barDisagreement = z.object({
  time: epochMs,
  stored: prices.nullable(),
  others: z.array(z.object({ source: z.string(), ...prices.shape })),
  /** `stored-odd`: the others agree, or the stored bar breaks with its neighbours; `other-odd`: the other way round. */
  verdict: z.enum(['stored-odd', 'other-odd', 'undecided']),
  suspects: z.array(z.string()),
  fields: z.array(z.enum(['open', 'high', 'low', 'close'])),
  /** Largest relative difference from the middle of all. */
  deviation: z.number(),
});
export type BarDisagreementView = z.infer<typeof barDisagreement>;

/** What a check of stored bars against other providers found; nothing of theirs is stored. */
export const sourceCheck = z.object({
  symbol: symbolText,
  timeframe,
  checkedTime: epochMs,
  from: epochMs,
  to: epochMs,
  /** Those that answered, with how many bars. */
  asked: z.array(z.object({ source: z.string(), bars: z.number().int() })),
  failures: z.array(z.object({ source: z.string(), error: z.string() })),
  compared: z.number().int(),
  agreed: z.number().int(),
  /** The newest {@link DISAGREEMENTS_MAX}, oldest first; all are counted. */
  disagreements: z.array(barDisagreement),
  disagreementsTotal: z.number().int(),
  /** Stretches in which a provider's prices are a multiple of the stored ones: not counted as disagreement. */
  scales: z.array(
    z.object({
      source: z.string(),
      from: epochMs,
      to: epochMs,
      bars: z.number().int(),
      factor: z.number(),
      isSplit: z.boolean(),
    }),
  ),
  /** Bars others have and `source` lacks, both inclusive; `stored` is the store. */
  missing: z.array(z.object({ source: z.string(), from: epochMs, to: epochMs, bars: z.number().int() })),
});
export type SourceCheck = z.infer<typeof sourceCheck>;

export const trustRequest = z.strictObject({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
});
export type TrustRequest = z.infer<typeof trustRequest>;

/** Whether the stored bars of a stretch can be relied on: whose they are, what lacks, changed and is disputed. */
export const seriesTrust = z.object({
  symbol: symbolText,
  timeframe,
  bars: z.number().int(),
  /** Bars of one source after another, both ends inclusive. */
  stretches: z.array(
    z.object({
      source: z.string(),
      kind: sourceKind,
      from: epochMs,
      to: epochMs,
      bars: z.number().int(),
      /** Null when it was not noted: they came before `receivedLast`. */
      receivedFirst: epochMs.nullable(),
      receivedLast: epochMs,
    }),
  ),
  stretchesTotal: z.number().int(),
  /** First and last missing bar, both inclusive. */
  gaps: z.array(z.object({ from: epochMs, to: epochMs, bars: z.number().int() })),
  gapsTotal: z.number().int(),
  missingBars: z.number().int(),
  revised: z.object({
    bars: z.number().int(),
    newest: z.object({ time: epochMs, replacedTime: epochMs }).nullable(),
    /** Bars that others have taken the place of, and how often. */
    times: z.array(z.object({ time: epochMs, revisions: z.number().int() })),
  }),
  /** Of the last check, where the stored bar is still the one that was checked. */
  disagreements: z.array(barDisagreement),
  disagreementsTotal: z.number().int(),
  /** Reads as of a moment before this hold only what was stored before arrivals were noted; null when none is. */
  asOfKnownSince: epochMs.nullable(),
  lastCheck: sourceCheck.omit({ disagreements: true }).nullable(),
});
export type SeriesTrust = z.infer<typeof seriesTrust>;

const bar = z.object({ time: epochMs, ...prices.shape, volume: z.number() });

/** What is known of one stored bar, with the values it had before. */
export const barTrust = z.object({
  bar,
  source: z.string(),
  kind: sourceKind,
  receivedTime: epochMs.nullable(),
  /** Newest first, at most 100. */
  revisions: z.array(
    z.object({
      bar,
      source: z.string(),
      kind: sourceKind,
      replacedTime: epochMs,
      replacedBy: z.string(),
    }),
  ),
  disagreement: barDisagreement.nullable(),
});
export type BarTrust = z.infer<typeof barTrust>;
