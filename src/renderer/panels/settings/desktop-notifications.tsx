import { type ReactNode, useState } from 'react';

/** Whether events also go to the operating system, and what the system says to that. */
export function DesktopNotifications({
  isWanted,
  onWant,
}: {
  readonly isWanted: boolean;
  readonly onWant: (isWanted: boolean) => void;
}): ReactNode {
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  return (
    <div className="setting-line">
      <label className="check">
        <input type="checkbox" checked={isWanted} onChange={(event) => onWant(event.target.checked)} />
        Desktop notifications
      </label>
      {isWanted && permission === 'default' && (
        <button
          type="button"
          className="button small"
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          Ask the system
        </button>
      )}
      {isWanted && permission === 'denied' && (
        <span className="warning">the system refuses them; allow them in its settings</span>
      )}
      {isWanted && permission === 'granted' && <span className="muted">allowed by the system</span>}
    </div>
  );
}
