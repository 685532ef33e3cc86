import type { ReactNode } from 'react';
import type { Timeframe } from '#domain/market/timeframe';
import { SelectField, TextField } from '../../components/field.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import type { SeriesView } from '../../stores/reference.ts';
import type { BacktestForm, StrategyInfo } from './backtest-form.ts';

type TextName =
  | 'from'
  | 'to'
  | 'asOf'
  | 'cash'
  | 'commissionPct'
  | 'commissionMinimum'
  | 'slippage'
  | 'borrowPct'
  | 'sizePct';

const SLIPPAGE_UNITS = {
  none: '',
  fraction: '% of price',
  fixed: 'money a unit',
  spread: '% spread',
} as const;

interface BacktestSettingsProps {
  readonly form: BacktestForm;
  readonly onChange: (change: Partial<BacktestForm>) => void;
  readonly strategies: readonly StrategyInfo[];
  readonly series: readonly SeriesView[];
  readonly errors: Readonly<Record<string, string>>;
}

/** What to run on what, and how its orders are filled. */
export function BacktestSettings({
  form,
  onChange,
  strategies,
  series,
  errors,
}: BacktestSettingsProps): ReactNode {
  const strategy = strategies.find(({ slug }) => slug === form.strategy);
  const symbols = [...new Set(series.map(({ symbol }) => symbol))].sort();
  const timeframes = series.filter(({ symbol }) => symbol === form.symbol).map(({ timeframe }) => timeframe);
  const text = (field: TextName) => ({
    value: form[field],
    error: errors[field],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <h3>Strategy</h3>
      <SelectField
        label="Strategy"
        value={form.strategy}
        error={errors['strategy']}
        choices={strategies.map(({ slug, name }) => ({ value: slug, text: name }))}
        onChoose={(slug) => onChange({ strategy: slug, parameters: {} })}
      />
      {strategy && <p className="backtest-summary">{strategy.summary}</p>}
      {strategy?.parameters.map(({ name, label, default: otherwise, minimum, maximum, isInteger }) => (
        <TextField
          key={name}
          label={label}
          inputMode={isInteger ? 'numeric' : 'decimal'}
          suffix={`${minimum}–${maximum}`}
          value={form.parameters[name] ?? String(otherwise)}
          error={errors[`parameter:${name}`]}
          onChange={(event) => onChange({ parameters: { ...form.parameters, [name]: event.target.value } })}
        />
      ))}
      <h3>Data</h3>
      <SelectField
        label="Symbol"
        value={form.symbol}
        error={errors['symbol']}
        choices={symbols.map((symbol) => ({ value: symbol, text: symbol }))}
        onChoose={(symbol) => onChange({ symbol, timeframe: '1d' })}
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
      <TextField label="First day" placeholder="YYYY-MM-DD" suffix="empty: all" {...text('from')} />
      <TextField label="Last day" placeholder="YYYY-MM-DD" suffix="empty: all" {...text('to')} />
      <TextField
        label="As of"
        placeholder="YYYY-MM-DD"
        suffix="empty: now"
        title="Only bars as they were known at the end of that day: what came or was revised later is left out"
        {...text('asOf')}
      />
      <h3>Account</h3>
      <TextField label="Cash" inputMode="decimal" {...text('cash')} />
      <TextField label="Size" inputMode="decimal" suffix="% of equity" {...text('sizePct')} />
      <h3>Costs</h3>
      <Row label="Charged">
        <SegmentedControl
          label="Commission is charged"
          value={form.commissionKind}
          segments={[
            { value: 'percent', text: '% of value' },
            { value: 'per-unit', text: 'A unit' },
          ]}
          onChoose={(commissionKind) => onChange({ commissionKind })}
        />
      </Row>
      <TextField
        label="Commission"
        inputMode="decimal"
        suffix={form.commissionKind === 'percent' ? '% a side' : 'money a unit'}
        {...text('commissionPct')}
      />
      <TextField
        label="At least"
        inputMode="decimal"
        placeholder="0"
        suffix="money a fill"
        {...text('commissionMinimum')}
      />
      <SelectField
        label="Slippage"
        value={form.slippageKind}
        choices={[
          { value: 'none', text: 'None' },
          { value: 'fraction', text: 'Part of the price' },
          { value: 'fixed', text: 'Money a unit' },
          { value: 'spread', text: 'Half a spread' },
        ]}
        onChoose={(slippageKind) => onChange({ slippageKind })}
      />
      {form.slippageKind !== 'none' && (
        <TextField
          label="Of"
          inputMode="decimal"
          suffix={SLIPPAGE_UNITS[form.slippageKind]}
          {...text('slippage')}
        />
      )}
      {form.direction === 'long-short' && (
        <TextField
          label="Borrowing"
          inputMode="decimal"
          placeholder="0"
          suffix="% a year"
          {...text('borrowPct')}
        />
      )}
      <h3>Rules</h3>
      <Row label="Direction">
        <SegmentedControl
          label="Direction"
          value={form.direction}
          segments={[
            { value: 'long', text: 'Long' },
            { value: 'long-short', text: 'Long, short' },
          ]}
          onChoose={(direction) => onChange({ direction })}
        />
      </Row>
      <Row label="Units">
        <SegmentedControl
          label="Units"
          value={form.units}
          segments={[
            { value: 'fractional', text: 'Fractional' },
            { value: 'whole', text: 'Whole' },
          ]}
          onChoose={(units) => onChange({ units })}
        />
      </Row>
      <Row label="Fill at">
        <SegmentedControl
          label="Fill at"
          value={form.fill}
          segments={[
            {
              value: 'next-open',
              text: 'Next open',
              title: 'Decided at a close, filled at the next bar’s open',
            },
            {
              value: 'close',
              text: 'Same close',
              title: 'Filled at the close it was decided at: optimistic',
            },
          ]}
          onChoose={(fill) => onChange({ fill })}
        />
      </Row>
      <SelectField
        label="At the end"
        value={form.closeAtEnd}
        choices={[
          { value: 'last-close', text: 'Close at the last close' },
          { value: 'last-open', text: 'Close at the last open' },
          { value: 'none', text: 'Keep the position' },
        ]}
        onChoose={(closeAtEnd) => onChange({ closeAtEnd })}
      />
    </>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      {children}
    </div>
  );
}
