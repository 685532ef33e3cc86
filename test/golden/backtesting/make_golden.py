"""Runs backtesting.py over the shared daily prices and keeps what it says in cases.json.

    python make_golden.py            (backtesting 0.6.6, beside the repository: ../shared/data/prices/daily)

Settings are those under which both programs mean the same; see README.md here for where they differ.
"""

import json
import math
import pathlib
import warnings

import backtesting
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

HERE = pathlib.Path(__file__).resolve().parent
PRICES = HERE.parents[3] / "shared" / "data" / "prices" / "daily"


def sma(values, period):
    return pd.Series(values).rolling(period).mean()


class SmaCrossover(Strategy):
    fast = 10
    slow = 30
    is_long_only = False

    def init(self):
        close = self.data.Close
        self.fast_average = self.I(sma, close, self.fast)
        self.slow_average = self.I(sma, close, self.slow)

    def next(self):
        # A decision on the last bar would be filled at that bar's own open when trades are finalised.
        if len(self.data) == BARS:
            return
        if crossover(self.fast_average, self.slow_average):
            self.position.close()
            self.buy()
        elif crossover(self.slow_average, self.fast_average):
            self.position.close()
            if not self.is_long_only:
                self.sell()


BARS = 0
FIGURES = {
    "equityFinal": "Equity Final [$]",
    "returnPct": "Return [%]",
    "annualizedReturnPct": "Return (Ann.) [%]",
    "volatilityPct": "Volatility (Ann.) [%]",
    "sharpe": "Sharpe Ratio",
    "sortino": "Sortino Ratio",
    "calmar": "Calmar Ratio",
    "maxDrawdownPct": "Max. Drawdown [%]",
    "exposurePct": "Exposure Time [%]",
    "buyAndHoldReturnPct": "Buy & Hold Return [%]",
    "trades": "# Trades",
    "winRatePct": "Win Rate [%]",
    "profitFactor": "Profit Factor",
}


def run(file, fast, slow, cash, commission, direction, fill, close_at_end):
    global BARS
    frame = pd.read_csv(PRICES / file, parse_dates=["date"], index_col="date")
    frame = frame.rename(columns=str.title)[["Open", "High", "Low", "Close", "Volume"]]
    BARS = len(frame)
    test = Backtest(
        frame,
        SmaCrossover,
        cash=cash,
        commission=commission,
        trade_on_close=fill == "close",
        finalize_trades=close_at_end == "last-open",
    )
    stats = test.run(fast=fast, slow=slow, is_long_only=direction == "long")
    trades = stats["_trades"]
    figures = {ours: stats[theirs] for ours, theirs in FIGURES.items()}
    if close_at_end == "none":
        # It leaves a position that is still open out of the exposure.
        del figures["exposurePct"]
    figures = {k: None if isinstance(v, float) and not math.isfinite(v) else float(v) for k, v in figures.items()}
    return {
        "file": file,
        "parameters": {"fast": fast, "slow": slow},
        "options": {
            "cash": cash,
            "commission": commission,
            "direction": direction,
            "units": "whole",
            "fill": fill,
            "closeAtEnd": close_at_end,
        },
        "statistics": figures,
        "trades": [
            [int(t.Size), int(t.EntryBar), int(t.ExitBar), round(t.PnL, 6)] for t in trades.itertuples()
        ],
    }


def main():
    warnings.simplefilter("ignore")
    cases = []
    for file, pair, cash in [
        ("GOOG_2000-2013.csv", (10, 30), 10_000),
        ("GOOG_2000-2013.csv", (5, 20), 10_000),
        ("IBM_2000-2013.csv", (10, 30), 10_000),
        ("MSFT_2000-2013.csv", (15, 50), 25_000),
        ("SPY_2007-2017.csv", (20, 100), 100_000),
        ("KO_2012-2014_divsplit.csv", (10, 30), 10_000),
        ("BTCUSD_2017-2021.csv", (10, 30), 10_000_000),
    ]:
        for direction in ("long", "long-short"):
            for commission in (0, 0.002):
                cases.append(run(file, *pair, cash, commission, direction, "next-open", "last-open"))
            cases.append(run(file, *pair, cash, 0, direction, "close", "none"))
    text = json.dumps({"tool": f"backtesting.py {backtesting.__version__}", "cases": cases}, separators=(",", ":"))
    (HERE / "cases.json").write_text(text.replace('{"file"', '\n{"file"') + "\n")
    print(f"{len(cases)} cases, {len(text)} bytes")


main()
