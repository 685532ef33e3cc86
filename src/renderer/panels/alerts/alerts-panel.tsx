import type { ReactNode } from 'react';
import type { AlertView } from '#contract/services/alerts';
import { act } from '../../app/session-control.ts';
import { useIsConnected } from '../../client/connection.ts';
import { Badge } from '../../components/badge.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatNumber } from '../../format/number.ts';
import { formatDateTime, formatMinute } from '../../format/time.ts';
import { useAlerts } from '../../stores/engine-streams.ts';
import { linkSymbol } from '../../stores/focus.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { alertText, distanceText } from './alert-text.ts';
import { CreateAlert } from './create-alert.tsx';

/** Conditions that speak up once when they come true. */
export function AlertsPanel({ panelId, link }: PanelProps): ReactNode {
  const { items, isLoaded, problem } = useAlerts();
  const isConnected = useIsConnected();
  const active = items.filter(({ state }) => state === 'active').length;
  return (
    <div className="panel-column">
      <PanelHead panelId={panelId}>
        <Badge>{active} active</Badge>
      </PanelHead>
      <div className={isConnected ? 'panel-scroll' : 'panel-scroll stale'}>
        {problem && <Problem text={problem} />}
        {items.length === 0 && (
          <EmptyState title={isLoaded ? 'No alerts' : 'Waiting for the engine'}>
            {isLoaded
              ? 'Write one below: it fires once, with the tick that fired it.'
              : 'Alerts are shown as soon as it answers.'}
          </EmptyState>
        )}
        <ul className="alerts">
          {items.map((alert) => (
            <AlertLine key={alert.id} alert={alert} onShow={() => linkSymbol(alert.condition.symbol, link)} />
          ))}
        </ul>
      </div>
      <CreateAlert link={link} />
    </div>
  );
}

function AlertLine({ alert, onShow }: { readonly alert: AlertView; readonly onShow: () => void }): ReactNode {
  const digits = usePricePrecision(alert.condition.symbol);
  const { id, condition, state, triggeredBy, triggeredTime } = alert;
  return (
    <li className={state === 'disabled' ? 'dimmed' : ''}>
      <button
        type="button"
        className="alert-text"
        title={`${condition.symbol} ${alertText(condition, digits)}\nPress to show the symbol`}
        onClick={onShow}
      >
        <span className="strong">{condition.symbol}</span> {alertText(condition, digits)}
      </button>
      {state === 'triggered' ? (
        <span
          className="good"
          title={
            triggeredBy
              ? `Fired by ${formatNumber(triggeredBy.value, digits)} at ${formatDateTime(triggeredBy.eventTime)} New York`
              : undefined
          }
        >
          fired {formatMinute(triggeredTime).slice(5, 10)}
        </span>
      ) : (
        <span className="muted" title={`Now ${formatNumber(alert.currentValue, digits)}`}>
          {state === 'disabled' ? 'off' : distanceText(alert, digits)}
        </span>
      )}
      <span className="row-actions">
        {state !== 'active' && (
          <button
            type="button"
            className="link-button"
            onClick={() => void act('Re-arm the alert', (engine) => engine.alerts.rearm({ id }))}
          >
            Re-arm
          </button>
        )}
        <button
          type="button"
          className="link-button danger"
          aria-label={`Remove the alert ${condition.symbol} ${alertText(condition, digits)}`}
          title="Remove"
          onClick={() => void act('Remove the alert', (engine) => engine.alerts.remove({ id }))}
        >
          ×
        </button>
      </span>
    </li>
  );
}
