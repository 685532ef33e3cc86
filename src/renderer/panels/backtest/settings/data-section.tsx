import type { ReactNode } from 'react';
import type { Timeframe } from '#domain/market/timeframe';
import { SelectField } from '../../../components/field.tsx';
import type { SeriesView } from '../../../stores/reference.ts';
import type { BacktestForm } from '../backtest-form.ts';
import { FormText, hasErrorIn, type SettingsProps } from './form-fields.tsx';
import { FormSection } from './form-section.tsx';
import { SymbolChips } from './symbol-chips.tsx';

/** What to run on: one symbol or several in one account, the length of bars, the period. */
export function DataSection({
  series,
  ...props
}: SettingsProps & { readonly series: readonly SeriesView[] }): ReactNode {
  const { form, onChange, errors } = props;
  const symbols = [...new Set(series.map(({ symbol }) => symbol))].sort();
  const timeframes = series.filter(({ symbol }) => symbol === form.symbol).map(({ timeframe }) => timeframe);
  return (
    <>
      <FormSection title="Data" summary={`${form.symbol} ${form.timeframe}`} isOpenAtFirst hasError={false}>
        <SelectField
          label="Symbol"
          value={form.symbol}
          error={errors['symbol']}
          choices={symbols.map((symbol) => ({ value: symbol, text: symbol }))}
          onChoose={(symbol) =>
            onChange({ symbol, timeframe: '1d', others: form.others.filter((each) => each !== symbol) })
          }
        />
        <SymbolChips
          chosen={form.others}
          offered={symbols.filter((symbol) => symbol !== form.symbol && !form.others.includes(symbol))}
          onChange={(others) => onChange({ others })}
        />
        <SelectField<Timeframe>
          label="Bars"
          value={form.timeframe}
          choices={(timeframes.length === 0 ? (['1d'] as const) : timeframes).map((one) => ({
            value: one,
            text: one,
          }))}
          onChoose={(timeframe) => onChange({ timeframe })}
        />
      </FormSection>
      <FormSection
        title="Period"
        summary={periodText(form)}
        hasError={hasErrorIn(errors, ['from', 'to', 'asOf'])}
      >
        <FormText
          {...props}
          name="from"
          label="First day"
          placeholder="YYYY-MM-DD"
          inputMode="text"
          suffix="empty: all"
        />
        <FormText
          {...props}
          name="to"
          label="Last day"
          placeholder="YYYY-MM-DD"
          inputMode="text"
          suffix="empty: all"
        />
        <FormText
          {...props}
          name="asOf"
          label="As of"
          placeholder="YYYY-MM-DD"
          inputMode="text"
          suffix="empty: now"
          title="Only bars as they were known at the end of that day: what came or was revised later is left out"
        />
      </FormSection>
    </>
  );
}

function periodText({ from, to, asOf }: BacktestForm): string {
  const period =
    from === '' && to === '' ? 'all that is stored' : `${from || 'the first'} to ${to || 'the newest'}`;
  return asOf === '' ? period : `${period}, known ${asOf}`;
}
