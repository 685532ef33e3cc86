"""vectorbt's own dual-SMA sweep over prices that Octopus's sweep bench wrote, timed warm.

    python vectorbt-sweep.py CLOSES.f64 MAX_PERIOD ROUNDS          (vectorbt 1.2.0, in a venv of its own)

CLOSES.f64 holds closes as little-endian float64. Prints one line of JSON: combinations, milliseconds of each round after
a first that compiles, the best pair by total return and its return. The work is that of vectorbt's README: moving
averages of every period once, every pair of them, entries and exits at crossings, a portfolio a pair.
"""
import json
import sys
import time

import numpy as np
import pandas as pd
import vectorbt as vbt

path, longest, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
price = pd.Series(np.fromfile(path, dtype="<f8"))
windows = np.arange(2, longest + 1)
elapsed = []
for _ in range(rounds + 1):
    start = time.perf_counter()
    fast, slow = vbt.MA.run_combs(price, window=windows, r=2, short_names=["fast", "slow"])
    entries = fast.ma_crossed_above(slow)
    exits = fast.ma_crossed_below(slow)
    portfolio = vbt.Portfolio.from_signals(price, entries, exits, size=np.inf, fees=0.001, init_cash=10_000, freq="1D")
    returns = portfolio.total_return()
    elapsed.append((time.perf_counter() - start) * 1000)
best = returns.idxmax()
print(
    json.dumps(
        {
            "combinations": int(len(returns)),
            "elapsedMs": elapsed[1:],
            "best": [int(best[0]), int(best[1])],
            "bestReturn": float(returns.max()),
        }
    )
)
