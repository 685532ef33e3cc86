import type { ReactNode } from 'react';
import type { SeriesView } from '../../../stores/reference.ts';
import type { StrategyInfo } from '../backtest-form.ts';
import { AccountSection } from './account-section.tsx';
import { CostsSection } from './costs-section.tsx';
import { DataSection } from './data-section.tsx';
import { FillsSection } from './fills-section.tsx';
import type { SettingsProps } from './form-fields.tsx';
import { StrategySection } from './strategy-section.tsx';

/** What to run on what, what it costs, and how its orders are filled. */
export function BacktestSettings({
  strategies,
  series,
  onCreated,
  ...props
}: SettingsProps & {
  readonly strategies: readonly StrategyInfo[];
  readonly series: readonly SeriesView[];
  readonly onCreated: () => void;
}): ReactNode {
  return (
    <>
      <StrategySection {...props} strategies={strategies} onCreated={onCreated} />
      <DataSection {...props} series={series} />
      <CostsSection {...props} />
      <FillsSection {...props} />
      <AccountSection {...props} />
    </>
  );
}
