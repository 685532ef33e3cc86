import type { ReactNode } from 'react';
import { useSecond } from '../components/age.tsx';
import { Badge, Dot } from '../components/badge.tsx';
import { formatAge } from '../format/time.ts';
import { usePriceSource } from '../stores/price-source.ts';
import { amberAgeMs, quoteAgeMs } from '../stores/quote-age.ts';
import { quoteOf } from '../stores/quotes.ts';

/** Where a symbol's price comes from, with its age, amber past five minutes: `SIM · 0 s`, `Binance live · 8 min`. */
export function SourceBadge({ symbol }: { readonly symbol: string }): ReactNode {
  useSecond();
  const source = usePriceSource(symbol);
  const quote = quoteOf(symbol);
  const stale = amberAgeMs(quote, source);
  const age = source.clock === 'wall' ? quoteAgeMs(quote, source.clock) : stale;
  const tone = stale !== null ? 'warning' : source.tone;
  return (
    <Badge tone={tone} title={source.text}>
      {source.kind === 'live' && stale === null && <Dot tone="good" />}
      {source.label}
      {age !== null && <span className="number">· {formatAge(age)}</span>}
    </Badge>
  );
}
