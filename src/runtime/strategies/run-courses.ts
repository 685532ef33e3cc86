import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import { ReplaySession } from '#engine/session/replay-session';
import { AccountCourse } from '#engine/strategy-runs/account-course';
import { LiveCourse } from '#engine/strategy-runs/live-course';
import type { LiveAccount } from '#engine/trading/live-account';
import type { AccountKeeper } from '../accounts/account-keeper.ts';

/** An account that strategies can trade: one on live prices, or that of the open replay. */
export type RunAccount = LiveAccount | ReplaySession;

interface CoursePorts {
  readonly accounts: Pick<AccountKeeper, 'setCourse'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Known {
  readonly account: RunAccount;
  readonly line: AccountCourse;
}

/** The lines on which strategies trade accounts, one an account. */
export class RunCourses {
  readonly #ports: CoursePorts;
  readonly #known = new Map<string, Known>();

  constructor(ports: CoursePorts) {
    this.#ports = ports;
  }

  /** That of an account; from now on its ticks come by it. */
  of(account: RunAccount): AccountCourse {
    const known = this.#known.get(account.account);
    if (known?.account === account) return known.line;
    const line = account instanceof ReplaySession ? sessionLine(account) : this.#liveLine(account);
    this.#known.set(account.account, { account, line });
    return line;
  }

  /** Bars that no tick came after end by the clock; a replay that nobody trades any more goes straight on. */
  pulse(): void {
    const { clock } = this.#ports;
    for (const [name, { account, line }] of this.#known) {
      line.closeBars(
        () => clock.now(),
        (run) => !run.isPast(),
      );
      if (!(account instanceof ReplaySession) || line.runs.size > 0 || line.isBusy) continue;
      account.setCourse(undefined);
      this.#known.delete(name);
    }
  }

  close(): void {
    for (const [name, { account }] of this.#known)
      if (account instanceof ReplaySession) account.setCourse(undefined);
      else this.#ports.accounts.setCourse(name, undefined);
    this.#known.clear();
  }

  #liveLine(account: LiveAccount): AccountCourse {
    const { accounts, log } = this.#ports;
    const course = new LiveCourse(account, (error) =>
      log.error('an account could not take a tick', { account: account.account, error: String(error) }),
    );
    accounts.setCourse(account.account, course);
    return course.line;
  }
}

function sessionLine(session: ReplaySession): AccountCourse {
  const line = new AccountCourse();
  session.setCourse(line);
  return line;
}
