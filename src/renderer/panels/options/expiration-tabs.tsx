import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { OptionExpiration } from '#contract/services/options';
import { formatDate } from '../../format/time.ts';

/** The dates there are, side by side; arrow keys move. Those of third Fridays stand out. */
export function ExpirationTabs({
  expirations,
  chosen,
  onChoose,
}: {
  readonly expirations: readonly OptionExpiration[];
  readonly chosen: string | null;
  readonly onChoose: (date: string) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one comes into view when it changes
  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView?.({ inline: 'nearest', block: 'nearest' });
  }, [chosen]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = expirations[expirations.findIndex(({ date }) => date === chosen) + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next.date);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  }

  return (
    <div className="expirations" role="tablist" aria-label="Expiration" ref={list} onKeyDown={onKeyDown}>
      {expirations.map(({ date, days, isMonthly }) => (
        <button
          key={date}
          type="button"
          role="tab"
          aria-selected={date === chosen}
          tabIndex={date === chosen ? 0 : -1}
          className={isMonthly ? 'expiration monthly' : 'expiration'}
          title={`${days} days${isMonthly ? ', the monthly one' : ''}`}
          onClick={() => onChoose(date)}
        >
          {formatDate(Date.parse(date))} <span className="muted">{days} d</span>
        </button>
      ))}
    </div>
  );
}
