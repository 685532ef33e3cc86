import { useMemo, useState } from 'react';
import type { StrategyInfo } from '#contract/services/backtests';
import { linkSymbol, useLinkedSymbol } from '../../stores/focus.ts';
import { type SeriesView, useReference } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { type BacktestForm, type BacktestRequest, EMPTY_FORM } from './backtest-form.ts';
import { requestOf } from './form-request.ts';

const NO_ERRORS: Readonly<Record<string, string>> = {};

/** The form as it stands: what was typed, what is chosen where nothing was, and what is wrong with it. */
export function useBacktestForm(strategies: readonly StrategyInfo[], link: PanelProps['link']) {
  const { series } = useReference();
  const linked = useLinkedSymbol(link);
  const [typed, setTyped] = useState<BacktestForm>(EMPTY_FORM);
  const [errors, setErrors] = useState(NO_ERRORS);

  const stored = series.some(({ symbol }) => symbol === linked) ? linked : null;
  const symbol = stored ?? (typed.symbol || (series[0]?.symbol ?? ''));
  const slug = typed.strategy || (strategies[0]?.slug ?? '');
  const form = useMemo<BacktestForm>(() => {
    const lengths = series.filter((one) => one.symbol === symbol).map(({ timeframe }) => timeframe);
    const timeframe =
      lengths.length === 0 || lengths.includes(typed.timeframe) ? typed.timeframe : (lengths[0] ?? '1d');
    const others = typed.others.filter((each) => each !== symbol);
    return { ...typed, strategy: slug, symbol, others, timeframe };
  }, [typed, slug, symbol, series]);
  const strategy = strategies.find((one) => one.slug === form.strategy);

  function change(part: Partial<BacktestForm>): void {
    setTyped({ ...form, ...part });
    setErrors((before) => withoutFixed(before, part));
    if (part.symbol !== undefined) linkSymbol(part.symbol, link);
  }

  /** The request of the form, or null after telling what is wrong with it. */
  function read(from = form): BacktestRequest | null {
    const outcome = requestOf(
      from,
      strategies.find((one) => one.slug === from.strategy),
    );
    setErrors('errors' in outcome ? outcome.errors : NO_ERRORS);
    return 'request' in outcome ? outcome.request : null;
  }

  return { form, strategy, errors, series, bars: barsOf(series, form), change, read, replace: setTyped };
}

/** Errors of fields that were not touched since. */
function withoutFixed(
  errors: Readonly<Record<string, string>>,
  part: Partial<BacktestForm>,
): Readonly<Record<string, string>> {
  const left = Object.entries(errors).filter(
    ([name]) => !(name in part) && !(name.startsWith('parameter:') && 'parameters' in part),
  );
  return left.length === Object.keys(errors).length ? errors : Object.fromEntries(left);
}

/** About how many stored bars a form speaks of: its share of the time of the series. */
function barsOf(series: readonly SeriesView[], { symbol, timeframe, from, to }: BacktestForm): number {
  const stored = series.find((one) => one.symbol === symbol && one.timeframe === timeframe);
  if (stored === undefined) return 0;
  const { bars, firstTime, lastTime } = stored;
  const begin = Math.max(firstTime, from === '' ? firstTime : Date.parse(from) || firstTime);
  const end = Math.min(lastTime, to === '' ? lastTime : Date.parse(to) || lastTime);
  return Math.round(bars * Math.max(0, Math.min(1, (end - begin) / Math.max(1, lastTime - firstTime))));
}
