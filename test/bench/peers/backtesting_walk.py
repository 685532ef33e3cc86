"""SMA 10/30, long only, all in, 0.5 basis points a fill, in backtesting.py: bars a second, to stand beside `npm run bench backtest`.

    pip install backtesting==0.6.6
    node test/bench/peers/write-walk.ts 100000 > walk.csv
    python test/bench/peers/backtesting_walk.py walk.csv
"""

import sys
import time
import warnings

import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

warnings.filterwarnings("ignore")


class Crossover(Strategy):
    def init(self):
        self.fast = self.I(lambda values: pd.Series(values).rolling(10).mean(), self.data.Close)
        self.slow = self.I(lambda values: pd.Series(values).rolling(30).mean(), self.data.Close)

    def next(self):
        if crossover(self.fast, self.slow):
            self.buy()
        elif crossover(self.slow, self.fast):
            self.position.close()


bars = pd.read_csv(sys.argv[1], index_col="time")
bars.columns = [name.capitalize() for name in bars.columns]
bars.index = pd.to_datetime(bars.index, unit="ms")
for _ in range(3):
    backtest = Backtest(bars, Crossover, cash=10_000_000, commission=0.00005)
    start = time.process_time()
    result = backtest.run()
    seconds = time.process_time() - start
    print(f"{len(bars)} bars, {result['# Trades']} trades, equity {result['Equity Final [$]']:.2f}: {len(bars) / seconds:,.0f} bars/s")
