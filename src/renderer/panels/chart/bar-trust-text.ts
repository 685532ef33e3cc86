import type { SeriesTrust } from '#contract/services/trust';
import type { SourceKind } from '#domain/market/source-kind';
import type { TrustMarks } from '../../charts/price-chart.ts';
import { formatCount } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';

/** How a kind of source is spoken of. */
export const KIND_NAMES: Readonly<Record<SourceKind, string>> = {
  file: 'file',
  download: 'download',
  stream: 'live stream',
  computed: 'computed',
  sample: 'sample data',
  simulated: 'simulated',
  unknown: 'source not noted',
};

/** Marks of a chart whose every bar is simulated. */
export const SIMULATED_MARKS: TrustMarks = {
  stretches: [{ kind: 'simulated', from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }],
  gaps: [],
  revised: [],
  disputed: [],
};

export function trustMarks(trust: SeriesTrust): TrustMarks {
  return {
    stretches: trust.stretches,
    gaps: trust.gaps.map(({ from }) => from),
    revised: trust.revised.times.map(({ time }) => time),
    disputed: trust.disagreements.map(({ time }) => time),
  };
}

/** Whether a bar is to be doubted, and the words for it: source, arrival, revisions, what others say. */
export function barTrustText(trust: SeriesTrust, time: number): { isDoubtful: boolean; text: string } {
  const stretch = trust.stretches.find(({ from, to }) => from <= time && time <= to);
  const revisions = trust.revised.times.find((one) => one.time === time)?.revisions ?? 0;
  const dispute = trust.disagreements.find((one) => one.time === time);
  const words = [
    stretch ? `${sourceName(stretch)}, ${arrivalText(stretch)}` : 'not in the store yet',
    revisions > 0 ? `revised ${revisions}×` : '',
    dispute ? disputeText(dispute) : isChecked(trust, time) ? 'others agree' : '',
  ];
  return { isDoubtful: dispute !== undefined, text: words.filter((word) => word !== '').join(' · ') };
}

/** `yahoo-finance (download)`, `sample data`. */
export function sourceName({ source, kind }: { readonly source: string; readonly kind: SourceKind }): string {
  const name = KIND_NAMES[kind];
  return kind === 'unknown' || source === name ? name : `${source} (${name})`;
}

/** `received 21 Nov 2026 14:00`, in the time of this desk. */
export function arrivalText({
  receivedFirst,
  receivedLast,
}: Pick<SeriesTrust['stretches'][number], 'receivedFirst' | 'receivedLast'>): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const last = formatMinute(receivedLast, zone);
  if (receivedFirst === null) return `received before ${last}`;
  const first = formatMinute(receivedFirst, zone);
  return first === last ? `received ${first}` : `received ${first} to ${last}`;
}

/** `close 1.2 % apart: stored bar is odd (alpha-vantage, finnhub agree)`. */
export function disputeText({
  verdict,
  suspects,
  fields,
  deviation,
  others,
}: SeriesTrust['disagreements'][number]): string {
  const apart = `${fields.join(' ')} ${(deviation * 100).toFixed(2)} % apart`;
  const names = others.map(({ source }) => source).join(', ');
  if (verdict === 'stored-odd') return `${apart}: the stored bar is odd beside ${names}`;
  if (verdict === 'other-odd') return `${apart}: ${suspects.join(', ')} is odd`;
  return `${apart} from ${names}: undecided who is right`;
}

/** One line on the whole series. */
export function seriesTrustText({ bars, missingBars, revised, disagreementsTotal }: SeriesTrust): string {
  return [
    `${formatCount(bars)} bars`,
    missingBars > 0 ? `${formatCount(missingBars)} missing` : 'none missing',
    `${formatCount(revised.bars)} revised`,
    `${formatCount(disagreementsTotal)} disputed`,
  ].join(' · ');
}

function isChecked({ lastCheck }: SeriesTrust, time: number): boolean {
  return lastCheck !== null && lastCheck.from <= time && time < lastCheck.to;
}
