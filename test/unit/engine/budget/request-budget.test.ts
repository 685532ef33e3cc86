import { expect, it } from 'vitest';
import { createDocumentStore } from '#adapters/stores/sqlite/document-store';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { RequestBudget } from '#engine/budget/request-budget';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { temporaryFolder } from '#test/support/temporary-folder';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const rules = [{ requests: 25, perMs: DAY }];

function open(folder: string, clock: SimulatedClock, ruleset = rules) {
  const opened = openDatabase(journalDatabase, folder, clock.now());
  const documents = createDocumentStore(opened);
  const budget = new RequestBudget({
    id: 'alpha-vantage',
    name: 'Alpha Vantage',
    rules: ruleset,
    documents,
    clock,
  });
  return { budget, close: () => opened.database.close() };
}

function spendAll(budget: RequestBudget, atMost = 1_000): number {
  for (let sent = 0; sent < atMost; sent++) {
    try {
      budget.spend();
    } catch {
      return sent;
    }
  }
  return atMost;
}

it('never sends the 26th of a day, not after a restart, not past midnight', () => {
  const folder = temporaryFolder();
  const clock = new SimulatedClock(Date.parse('2024-01-10T22:00:00Z'));
  const first = open(folder, clock);
  expect(spendAll(first.budget, 20)).toBe(20);
  first.close();

  clock.advance(HOUR);
  const second = open(folder, clock);
  expect(spendAll(second.budget)).toBe(5);
  second.close();

  clock.advance(3 * HOUR);
  const third = open(folder, clock);
  expect(() => third.budget.spend()).toThrow(
    'Alpha Vantage: the budget of 25 requests a day is used up; retry in 21 hours, or use another provider',
  );
  clock.advance(20 * HOUR);
  expect(spendAll(third.budget)).toBe(0);
  // A day after the first twenty, give or take a slot: they are free again, the five of 23:00 are not.
  clock.advance(30 * 60_000);
  expect(spendAll(third.budget)).toBe(20);
  third.close();
});

it('sends no more than its rule in any window, whenever requests come', () => {
  const clock = new SimulatedClock(Date.parse('2024-01-10T00:00:00Z'));
  const { budget } = open(temporaryFolder(), clock);
  const sent: number[] = [];
  for (let step = 0; step < 4 * 24 * 7; step++) {
    if (step % 3 !== 0 || step % 50 < 25) {
      for (let i = 0; i < 4; i++) if (spendAll(budget, 1) === 1) sent.push(clock.now());
    }
    clock.advance(HOUR / 4 + (step % 7) * 1_000);
  }
  expect(sent.length).toBeGreaterThan(25 * 6);
  for (const [index, time] of sent.entries())
    expect(sent[index + 25] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(time + DAY);
});

it('counts a request for every rule, and none that was refused', () => {
  const clock = new SimulatedClock(0);
  const { budget } = open(temporaryFolder(), clock, [
    { requests: 3, perMs: 1_000 },
    { requests: 5, perMs: 60_000 },
  ]);
  expect(spendAll(budget)).toBe(3);
  expect(budget.state()).toMatchObject([
    { left: 0, nextTime: 1_000 + 17 },
    { left: 2, nextTime: null },
  ]);
  clock.advance(2_000);
  expect(spendAll(budget)).toBe(2);
  expect(budget.state()).toMatchObject([{ left: 1 }, { left: 0, nextTime: 61_000 }]);
});

it('is not used up for years by a clock that was once set wrong', () => {
  const folder = temporaryFolder();
  const wrong = open(folder, new SimulatedClock(Date.parse('2034-01-01')));
  expect(spendAll(wrong.budget)).toBe(25);
  wrong.close();
  const right = open(folder, new SimulatedClock(Date.parse('2024-01-10')));
  expect(spendAll(right.budget)).toBe(25);
});
