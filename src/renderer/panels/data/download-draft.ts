import type { DownloadRequest } from '#contract/services/market-data';
import type { Timeframe } from '#domain/market/timeframe';

/** A download as typed. */
export interface DownloadDraft {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** `2024-01-31`, or empty. */
  readonly from: string;
  /** Inclusive; empty for now. */
  readonly to: string;
  /** Ids in the order they are asked; empty for the chain of the data type. */
  readonly providers: readonly string[];
  readonly storeAs: string;
}

export const EMPTY_DRAFT: DownloadDraft = {
  symbol: '',
  timeframe: '1d',
  from: '',
  to: '',
  providers: [],
  storeAs: '',
};

const DAY_MS = 86_400_000;

/** What is wrong with a draft, by field; none when it can be sent. */
export function draftProblems(draft: DownloadDraft): Partial<Record<keyof DownloadDraft, string>> {
  const from = dateOf(draft.from);
  const to = dateOf(draft.to);
  return {
    ...(Number.isNaN(from) ? { from: `"${draft.from}" is no date such as 2024-01-31` } : {}),
    ...(Number.isNaN(to) ? { to: `"${draft.to}" is no date such as 2024-01-31` } : {}),
    ...(from !== null && to !== null && to < from
      ? { to: `${draft.to} is before ${draft.from}; the last day comes after the first` }
      : {}),
  };
}

/** The request of a draft without problems. The last day is taken whole. */
export function downloadRequestOf(draft: DownloadDraft): DownloadRequest {
  const from = dateOf(draft.from);
  const to = dateOf(draft.to);
  const symbol = draft.symbol.trim();
  const storeAs = draft.storeAs.trim();
  return {
    symbol,
    timeframe: draft.timeframe,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to: to + DAY_MS }),
    ...(draft.providers.length === 0 ? {} : { providers: [...draft.providers] }),
    ...(storeAs === '' || storeAs === symbol ? {} : { storeAs }),
  };
}

/** Midnight UTC; null for an empty text, NaN for one that is no date. */
function dateOf(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  return new Date(time).toJSON()?.startsWith(typed) ? time : Number.NaN;
}

/** A provider taken into the chain at its end, or out of it. */
export function toggleProvider(chain: readonly string[], id: string): readonly string[] {
  return chain.includes(id) ? chain.filter((each) => each !== id) : [...chain, id];
}
