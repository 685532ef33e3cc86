import './alerts.css';
import type { KeyboardEvent, ReactNode } from 'react';
import type { AlertView } from '#contract/services/alerts';
import { alertNumber } from '#domain/alerts/alert-text';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatDate, formatDateTime, formatMinute } from '../../format/time.ts';
import { useAlerts } from '../../stores/engine-streams.ts';
import { linkSymbol } from '../../stores/focus.ts';
import type { PanelProps } from '../panel-props.ts';
import { draftOf } from './alert-draft.ts';
import { AlertEditor } from './alert-editor.tsx';
import { AlertHistory } from './alert-history.tsx';
import { editAlert, showAlerts, useAlertPanel } from './alert-store.ts';
import { alertDetails, alertDistance, valueText } from './alert-text.ts';
import { QuickAlert } from './quick-alert.tsx';

const STATE_TEXT: Readonly<Record<AlertView['state'], string>> = {
  active: 'armed',
  triggered: 'fired',
  expired: 'expired',
  disabled: 'off',
};
const STATE_TONE: Readonly<Record<AlertView['state'], string>> = {
  active: '',
  triggered: 'good',
  expired: 'warning-text',
  disabled: 'muted',
};

const COLUMNS: readonly Column<AlertView>[] = [
  {
    id: 'alert',
    header: 'Alert',
    width: 'minmax(126px, 3fr)',
    sortBy: ({ symbol, rule }) => `${symbol} ${rule}`,
    cell: (alert) => (
      <span title={alertDetails(alert)} className={alert.state === 'disabled' ? 'muted' : ''}>
        <span className="strong">{alert.symbol}</span> {alert.rule}
      </span>
    ),
  },
  {
    id: 'away',
    header: 'Away',
    hint: 'From the newest value to the threshold: percent of a price, points of anything else',
    align: 'right',
    width: 'minmax(52px, 0.6fr)',
    cell: (alert) => <span title={alertDetails(alert)}>{alertDistance(alert)}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '48px',
    sortBy: ({ state }) => state,
    cell: ({ state }) => <span className={STATE_TONE[state]}>{STATE_TEXT[state]}</span>,
  },
  {
    id: 'now',
    header: 'Now',
    align: 'right',
    width: 'minmax(74px, 1fr)',
    cell: ({ conditions }) => conditions.map(valueText).join(' · '),
  },
  {
    id: 'last',
    header: 'Last fired',
    hint: 'Market time, New York, and the price that fired it',
    width: '112px',
    sortBy: ({ lastTrigger }) => lastTrigger?.eventTime ?? null,
    cell: ({ lastTrigger, triggerCount }) =>
      lastTrigger === null ? (
        <span className="muted">never</span>
      ) : (
        <span
          title={`${triggerCount} in all, last by ${lastTrigger.cause?.kind ?? 'tick'} ${alertNumber(lastTrigger.cause?.price ?? null)} at ${formatDateTime(lastTrigger.eventTime)} New York`}
        >
          {formatMinute(lastTrigger.eventTime)}
        </span>
      ),
  },
  {
    id: 'fires',
    header: 'Fires',
    width: '104px',
    sortBy: ({ frequency }) => frequency,
    cell: ({ frequency }) => frequency,
  },
  {
    id: 'expires',
    header: 'Expires',
    width: '76px',
    sortBy: ({ expiresTime }) => expiresTime,
    cell: ({ expiresTime }) =>
      expiresTime === null ? <span className="muted">never</span> : formatDate(expiresTime),
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(80px, 1fr)',
    sortBy: ({ name }) => name,
    cell: ({ name }) => name,
  },
];

/** Conditions that speak up when they come true: what is armed, what fired, and where they are written. */
export function AlertsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useAlerts();
  const { view, draft } = useAlertPanel();
  const isConnected = useIsConnected();
  const active = items.filter(({ state }) => state === 'active').length;
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <span className="muted" title={`${active} of ${items.length} alerts are armed`}>
          {active} armed
        </span>
        <SegmentedControl
          label="Alerts or history"
          value={view}
          segments={[
            { value: 'alerts', text: 'list' },
            { value: 'history', text: 'history' },
          ]}
          onChoose={showAlerts}
        />
      </PanelHead>
      {problem && <Problem text={problem} />}
      {draft !== null && <AlertEditor key={draft.id ?? 'new'} draft={draft} />}
      {draft === null && view === 'history' && <AlertHistory isStale={!isConnected} />}
      {draft === null && view === 'alerts' && (
        <>
          <DataTable
            label="Alerts"
            isFitted
            columns={COLUMNS}
            rows={items}
            idOf={({ id }) => id}
            onSelect={({ symbol }) => linkSymbol(symbol, link)}
            onActivate={(alert) => editAlert(draftOf(alert))}
            onRowKey={onRowKey}
            isStale={!isConnected}
            empty={
              <EmptyState title={isLoaded ? 'No alerts' : 'Waiting for the engine'}>
                {isLoaded
                  ? 'Write one below: it speaks up with the tick that fired it.'
                  : 'Alerts are shown as soon as it answers.'}
              </EmptyState>
            }
          />
          <QuickAlert link={link} />
        </>
      )}
    </div>
  );
}

function onRowKey(event: KeyboardEvent, { id, state }: AlertView): void {
  if (event.key === 'Delete') void act('Remove the alert', (engine) => engine.alerts.remove({ id }));
  else if (event.key === 'r') void act('Re-arm the alert', (engine) => engine.alerts.rearm({ id }));
  else if (event.key === 'd' && state === 'disabled')
    void act('Switch the alert on', (engine) => engine.alerts.enable({ id }));
  else if (event.key === 'd') void act('Switch the alert off', (engine) => engine.alerts.disable({ id }));
  else return;
  event.preventDefault();
  event.stopPropagation();
}
