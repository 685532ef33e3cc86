import './data.css';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { PanelHead } from '../../components/panel-head.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatCompact } from '../../format/number.ts';
import { useSubscriptions } from '../../stores/engine-streams.ts';
import type { PanelProps } from '../panel-props.ts';
import { DATA_VIEWS, type DataViewName, showDataView, useDataView, viewBeside } from './data-view-store.ts';
import { DownloadsView } from './downloads-view.tsx';
import { ImportButton } from './import-button.tsx';
import { QuarantineView } from './quarantine-view.tsx';
import { SeriesTab } from './series-view.tsx';
import { SourcesView } from './sources-view.tsx';
import { StreamsView } from './streams-view.tsx';
import { unfinishedDownloads, useDownloadTasks } from './use-download-tasks.ts';
import { useQuarantineTotal } from './use-quarantine-total.ts';

const TITLES: Readonly<Record<DataViewName, string>> = {
  series: 'Series',
  sources: 'Sources',
  downloads: 'Downloads',
  streams: 'Streams',
  quarantine: 'Quarantine',
};

/** The data manager: what is stored, where it comes from, what is under way, and what was not good enough. */
export function DataPanel({ panelId, link }: PanelProps): ReactNode {
  const { view } = useDataView();
  const counts = useCounts();
  const body = useRef<HTMLDivElement>(null);

  /** The keyboard goes with the view, into its table. */
  function choose(next: DataViewName): void {
    showDataView(next);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[role="grid"]')?.focus());
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || isField(event.target)) return;
    choose(viewBeside(view, step));
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that reach it come from the controls within
    <div ref={body} className="panel-column data-panel" onKeyDown={onKeyDown}>
      <PanelHead panelId={panelId}>
        <SegmentedControl
          label="View"
          value={view}
          segments={DATA_VIEWS.map((value) => ({ value, text: `${TITLES[value]}${counts[value] ?? ''}` }))}
          onChoose={choose}
        />
        <ImportButton />
      </PanelHead>
      {view === 'series' && <SeriesTab link={link} />}
      {view === 'sources' && <SourcesView />}
      {view === 'downloads' && <DownloadsView link={link} />}
      {view === 'streams' && <StreamsView link={link} />}
      {view === 'quarantine' && <QuarantineView />}
    </div>
  );
}

/** What is going on in the views that are not in front. */
function useCounts(): Partial<Record<DataViewName, string>> {
  const running = unfinishedDownloads(useDownloadTasks()).length;
  const streams = useSubscriptions().items.length;
  const quarantined = useQuarantineTotal();
  const text = (count: number): string => (count === 0 ? '' : ` ${formatCompact(count)}`);
  return { downloads: text(running), streams: text(streams), quarantine: text(quarantined) };
}

function isField(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input, select, textarea') !== null;
}
