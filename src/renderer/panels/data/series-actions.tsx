import { type ReactNode, useState } from 'react';
import type { RemoveSeriesRequest } from '#contract/services/stored-series';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { formatCount } from '../../format/number.ts';
import { reloadReference } from '../../stores/reference.ts';
import { showToast } from '../../stores/toasts.ts';
import { exportSeries } from './export-series.ts';
import type { SeriesRow } from './series-rows.ts';

/** Saves a stored series as a file, or removes it for ever. */
export function SeriesActions({
  row,
  onRemoved,
}: {
  readonly row: SeriesRow;
  readonly onRemoved: () => void;
}): ReactNode {
  const isConnected = useIsConnected();
  const [exported, setExported] = useState<number | null>(null);
  const { bars, symbol } = row;
  return (
    <div className="details-line">
      {bars && (
        <button
          type="button"
          className="link-button"
          title="Save the stored bars as a CSV file; octopus export writes Parquet too"
          disabled={!isConnected || exported !== null}
          onClick={() => {
            setExported(0);
            void exportSeries(symbol, bars.timeframe, setExported).then(() => setExported(null));
          }}
        >
          {exported === null ? 'Export CSV' : `Exporting ${formatCount(exported)}…`}
        </button>
      )}
      <ConfirmButton
        question={`Remove ${formatCount(row.rows)} rows for ever?`}
        title="Remove this series from the store; the journal keeps what it was. It cannot be undone"
        isDisabled={!isConnected}
        onConfirm={() => void remove(row, onRemoved)}
      >
        Remove…
      </ConfirmButton>
    </div>
  );
}

async function remove(row: SeriesRow, onRemoved: () => void): Promise<void> {
  const { symbol, rows } = row;
  const kind = row.kind as RemoveSeriesRequest['kind'];
  try {
    await requireEngine().marketData.removeSeries({ symbol, kind, rows });
    showToast({
      severity: 'success',
      title: `${symbol} ${kind} is removed`,
      text: `${formatCount(rows)} rows; the journal has the record`,
    });
    onRemoved();
  } catch (error) {
    showToast({
      severity: 'error',
      title: `${symbol} ${kind} was not removed`,
      text: refusalText(error),
    });
  }
  await reloadReference();
}
