import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

/** Counts of one whole run; what never ran, a file that could not be loaded and an error outside tests count as failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of what was skipped. */
  readonly skippedNames: readonly string[];
  /** Full names of what passed only when it was tried again. */
  readonly retriedNames: readonly string[];
}

/** The line every run ends with: `12 passed, 0 failed, 1 skipped`. */
export function summaryLine({
  passed,
  failed,
  skipped,
}: Pick<TestCounts, 'passed' | 'failed' | 'skipped'>): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A line for each test that passed only when it was tried again, so that it is mended before it fails. */
function retriedLines({ retriedNames }: TestCounts): string[] {
  return retriedNames.map((name) => `passed only when tried again: ${name}`);
}

export function countTests(modules: readonly TestModule[], errors: readonly SerializedError[]): TestCounts {
  let passed = 0;
  let failed = errors.length;
  const skippedNames: string[] = [];
  const retriedNames: string[] = [];
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      const name = `${module.relativeModuleId} > ${test.fullName}`;
      if (state === 'passed') passed++;
      else if (state !== 'skipped') failedHere++;
      else skippedNames.push(name);
      if (state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0) retriedNames.push(name);
    }
    // A file that fails to load, or whose hooks fail, has no failed test of its own.
    failed += failedHere === 0 && module.state() === 'failed' ? 1 : failedHere;
  }
  return { passed, failed, skipped: skippedNames.length, skippedNames, retriedNames };
}

/**
 * Ends a test run with one plain line of counts. With OCTOPUS_TEST_SUMMARY set to a path the counts go there as JSON
 * instead, for the launcher, which adds its own checks before it prints the line.
 */
export class PlainSummaryReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const found = countTests(modules, errors);
    // A run can fail as a whole, in a global setup, with no failed test to show for it.
    const counts = reason !== 'passed' && found.failed === 0 ? { ...found, failed: 1 } : found;
    const file = process.env['OCTOPUS_TEST_SUMMARY'];
    if (file) writeFileSync(file, JSON.stringify(counts));
    else
      process.once('exit', () =>
        process.stdout.write(`${[...retriedLines(counts), summaryLine(counts)].join('\n')}\n`),
      );
  }
}
