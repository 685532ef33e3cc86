import type { Headline } from '#engine/ports/market-store';
import { type AlternativeDataConfig, alternativeDataDefaults } from './config.ts';
import { scoreHeadline } from './score-headline.ts';

export interface Sentiment {
  /** −1 to 1, rounded to four digits so that it is equal on every machine. */
  readonly score: number;
  /** Headlines that counted, repeats of a title merged. */
  readonly headlines: number;
  readonly newestTime: number;
  /** A sentence with the numbers and the headline that weighed most. */
  readonly reason: string;
}

/**
 * The mood of headlines known at `time` (inclusive): the mean of their scores, each weighing half after every
 * half-life. Headlines after `time` or older than the window do not count; null when none is left. Any order.
 */
export function sentimentAsOf(
  headlines: readonly Headline[],
  time: number,
  config: AlternativeDataConfig = alternativeDataDefaults,
): Sentiment | null {
  const known = firstByTitle(
    headlines.filter((headline) => headline.time <= time && headline.time > time - config.windowMs),
  );
  if (known.length === 0) return null;
  const weighed = known.map((headline) => ({
    headline,
    weight: 0.5 ** ((time - headline.time) / config.halfLifeMs),
    score: scoreHeadline(headline.title).score,
  }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighed.reduce((sum, { weight, score }) => sum + weight * score, 0) / total;
  const score = Math.round(mean * 10_000) / 10_000;
  const heaviest = weighed.reduce((best, one) =>
    Math.abs(one.weight * one.score) > Math.abs(best.weight * best.score) ? one : best,
  );
  return {
    score,
    headlines: known.length,
    newestTime: known.reduce((newest, headline) => Math.max(newest, headline.time), 0),
    reason: `${known.length} ${known.length === 1 ? 'headline' : 'headlines'}, mood ${score.toFixed(2)}; most by "${heaviest.headline.title}" (${heaviest.score.toFixed(2)})`,
  };
}

/** One headline a title, its first appearance, in order of time and id: a repeat is no second opinion. */
function firstByTitle(headlines: readonly Headline[]): Headline[] {
  const ordered = [...headlines].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  const seen = new Map<string, Headline>();
  for (const headline of ordered) {
    const key = headline.title.trim().toLowerCase();
    if (!seen.has(key)) seen.set(key, headline);
  }
  return [...seen.values()];
}
