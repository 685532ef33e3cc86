import type { Timeframe } from '#domain/market/timeframe';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { saveFile } from '../../client/save-file.ts';
import { formatCount } from '../../format/number.ts';
import { showToast } from '../../stores/toasts.ts';

/** Fetches a series part after part and hands it to the browser, or the desktop, to be saved as CSV. */
export async function exportSeries(
  symbol: string,
  timeframe: Timeframe,
  onBars: (bars: number) => void,
): Promise<void> {
  const title = `Export ${symbol} ${timeframe}`;
  const parts: string[] = [];
  let bars = 0;
  try {
    let part = await requireEngine().marketData.exportSeries({ symbol, timeframe });
    const { fileName } = part;
    for (;;) {
      parts.push(part.text);
      bars += part.bars;
      onBars(bars);
      if (part.continueAt === null) break;
      part = await requireEngine().marketData.exportSeries({
        symbol,
        timeframe,
        continueAt: part.continueAt,
      });
    }
    saveFile(fileName, new Blob(parts, { type: 'text/csv' }));
    showToast({ severity: 'success', title, text: `${formatCount(bars)} bars in ${fileName}` });
  } catch (error) {
    showToast({ severity: 'error', title: `${title} failed`, text: refusalText(error) });
  }
}
