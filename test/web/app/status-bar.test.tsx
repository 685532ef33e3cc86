import { afterEach, expect, test } from 'vitest';
import type { SystemHealth } from '#contract/services/system';
import { StatusBar } from '../../../src/renderer/app/status-bar.tsx';
import { healthStream } from '../../../src/renderer/stores/engine-streams.ts';
import { type Rendered, render } from '../support/render.tsx';

const health: SystemHealth = {
  time: 0,
  journalRecords: 42,
  isJournalVerified: null,
  storeBytes: 1,
  ticksPerSecond: 0,
  engineDelayMsP99: 0,
  memoryBytes: 1,
  workers: [],
  queuedTasks: 0,
};
let screen: Rendered | undefined;

afterEach(async () => {
  await screen?.unmount();
  healthStream.store.setState({ value: null });
});

// Catches the alarm of a start: before its first look, the journal is neither sound nor broken.
test.each([
  [null, 'Journal not checked yet · 42 records', 'tone-muted'],
  [true, 'Journal verified · 42 records', 'tone-good'],
  [false, 'Journal NOT verified · 42 records', 'tone-danger'],
])('the journal, when verification is %s, reads: %s', async (isJournalVerified, text, tone) => {
  healthStream.store.setState({ value: { ...health, isJournalVerified } });
  screen = await render(<StatusBar />);
  const button = screen.host.querySelector('button');
  expect(button?.textContent).toBe(text);
  expect(button?.querySelector('.dot')?.classList).toContain(tone);
});
