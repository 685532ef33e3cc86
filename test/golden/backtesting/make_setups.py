"""Runs backtesting.py with other strategies, accounts and files than make_golden.py, and keeps what it says in setups.json.

    python make_setups.py            (backtesting 0.6.6, beside the repository: ../shared/data/prices)

Strategies are written here from their definitions, not from Octopus; settings are those under which both programs mean
the same (README.md).
"""

import json
import math
import pathlib
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import FractionalBacktest

HERE = pathlib.Path(__file__).resolve().parent
PRICES = HERE.parents[3] / "shared" / "data" / "prices"
BARS = 0


def sma(values, period):
    return pd.Series(values).rolling(period).mean()


def seeded_average(values, period, smoothing):
    """Exponential average that begins with the mean of its first values."""
    out = np.full(len(values), math.nan)
    begun = np.flatnonzero(~np.isnan(values))
    first = begun[0] + period - 1 if len(begun) else len(values)
    if first >= len(values):
        return out
    out[first] = np.mean(values[begun[0] : first + 1])
    for i in range(first + 1, len(values)):
        out[i] = smoothing * values[i] + (1 - smoothing) * out[i - 1]
    return out


def ema(values, period):
    return seeded_average(np.asarray(values, float), period, 2 / (period + 1))


def rsi(values, period):
    """Wilder 1978."""
    change = np.diff(np.asarray(values, float), prepend=math.nan)
    gain = seeded_average(np.where(np.isnan(change), math.nan, np.maximum(change, 0)), period, 1 / period)
    loss = seeded_average(np.where(np.isnan(change), math.nan, np.maximum(-change, 0)), period, 1 / period)
    return 100 * gain / (gain + loss)


class Signals(Strategy):
    """Goes all in, or in by `size`, on the sign of `signal`."""

    is_long_only = False
    size = 1.0

    def next(self):
        # A decision on the last bar would be filled at that bar's own open when trades are finalised.
        if len(self.data) == BARS:
            return
        signal = self.signal()
        sized = {} if self.size == 1 else {"size": self.size}
        if signal > 0 and not self.position.is_long:
            self.position.close()
            self.buy(**sized)
        elif signal < 0 and not self.position.is_short and (self.position or not self.is_long_only):
            self.position.close()
            if not self.is_long_only:
                self.sell(**sized)


def crossed(first, second):
    if first[-2] < second[-2] and first[-1] > second[-1]:
        return 1
    return -1 if first[-2] > second[-2] and first[-1] < second[-1] else 0


class SmaCrossover(Signals):
    fast = 10
    slow = 30

    def init(self):
        self.fast_line = self.I(sma, self.data.Close, self.fast)
        self.slow_line = self.I(sma, self.data.Close, self.slow)

    def signal(self):
        return crossed(self.fast_line, self.slow_line)


class MacdCrossover(Signals):
    fast = 12
    slow = 26
    signal_period = 9

    def init(self):
        close = self.data.Close
        self.line = self.I(lambda: ema(close, self.fast) - ema(close, self.slow), name="line")
        self.other = self.I(lambda: ema(np.array(self.line), self.signal_period), name="signal")

    def signal(self):
        return crossed(self.line, self.other)


class RsiReversal(Signals):
    period = 14
    lower = 30
    upper = 70

    def init(self):
        self.index = self.I(rsi, self.data.Close, self.period)

    def signal(self):
        before, now = self.index[-2], self.index[-1]
        if before < self.lower <= now:
            return 1
        return -1 if before > self.upper >= now else 0


class BollingerReversal(Signals):
    period = 20
    deviations = 2

    def init(self):
        close = pd.Series(self.data.Close)
        mean, deviation = close.rolling(self.period).mean(), close.rolling(self.period).std(ddof=0)
        self.low = self.I(lambda: mean - self.deviations * deviation, name="lower")
        self.high = self.I(lambda: mean + self.deviations * deviation, name="upper")

    def signal(self):
        close = self.data.Close[-1]
        return 1 if close < self.low[-1] else -1 if close > self.high[-1] else 0


class Breakout(Signals):
    """Donchian's channels of the bars before."""

    entry = 20
    exit = 10

    def init(self):
        self.top = self.I(lambda: pd.Series(self.data.High).rolling(self.entry).max().shift(1), name="top")
        self.bottom = self.I(lambda: pd.Series(self.data.Low).rolling(self.exit).min().shift(1), name="bottom")

    def signal(self):
        close = self.data.Close[-1]
        return 1 if close > self.top[-1] else -1 if close < self.bottom[-1] else 0


class BuyAndHold(Signals):
    def init(self):
        pass

    def signal(self):
        return 1


STRATEGIES = {
    "sma-crossover": SmaCrossover,
    "macd-crossover": MacdCrossover,
    "rsi-reversal": RsiReversal,
    "bollinger-reversal": BollingerReversal,
    "breakout": Breakout,
    "buy-and-hold": BuyAndHold,
}
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
    "trades": "# Trades",
    "winRatePct": "Win Rate [%]",
    "profitFactor": "Profit Factor",
}


def run(file, strategy, parameters, **given):
    global BARS
    terms = {
        "cash": 10_000,
        "commission": 0,
        "direction": "long-short",
        "units": "whole",
        "fill": "next-open",
        "closeAtEnd": "last-open",
        "size": 1,
        "leverage": 1,
        **given,
    }
    frame = pd.read_csv(PRICES / file, index_col=0, parse_dates=[0])
    frame = frame.rename(columns=str.title)[["Open", "High", "Low", "Close", "Volume"]]
    # Rows that are no bar are left out, as Octopus sets them aside when it reads the file (two of SPY_2007-2017.csv).
    ends = frame[["Open", "Close"]]
    frame = frame[(frame.Low <= ends.min(axis=1)) & (frame.High >= ends.max(axis=1))]
    BARS = len(frame)
    kind = Backtest if terms["units"] == "whole" else FractionalBacktest
    more = {} if terms["units"] == "whole" else {"fractional_unit": 1e-8}
    test = kind(
        frame,
        STRATEGIES[strategy],
        cash=terms["cash"],
        commission=terms["commission"],
        margin=1 / terms["leverage"],
        trade_on_close=terms["fill"] == "close",
        finalize_trades=terms["closeAtEnd"] == "last-open",
        **more,
    )
    # Parameters of a signal average share a name with the method here.
    own = {("signal_period" if name == "signal" else name): value for name, value in parameters.items()}
    own.pop("wait", None)
    stats = test.run(**own, size=terms["size"], is_long_only=terms["direction"] == "long")
    figures = {ours: stats[theirs] for ours, theirs in FIGURES.items()}
    if terms["closeAtEnd"] == "none":
        # It leaves a position that is still open out of the exposure.
        del figures["exposurePct"]
    return {
        "file": file,
        "strategy": strategy,
        "parameters": parameters,
        "options": terms,
        "statistics": {
            k: None if isinstance(v, float) and not math.isfinite(v) else float(v) for k, v in figures.items()
        },
        "trades": [
            [round(float(t.Size), 8), int(t.EntryBar), int(t.ExitBar), round(t.PnL, 6)]
            for t in stats["_trades"].itertuples()
        ],
    }


def main():
    warnings.simplefilter("ignore")
    daily = "daily/"
    cases = [
        run(daily + "GOOG_2000-2013.csv", "sma-crossover", {"fast": 10, "slow": 30}, leverage=2, commission=0.001),
        run(daily + "GOOG_2000-2013.csv", "sma-crossover", {"fast": 10, "slow": 30}, direction="long", leverage=4),
        run(daily + "IBM_2000-2013.csv", "sma-crossover", {"fast": 20, "slow": 60}, size=0.5, commission=0.0005),
        run(daily + "AAPL_2000-2013.csv", "sma-crossover", {"fast": 10, "slow": 30}, size=0.25, fill="close", closeAtEnd="none"),
        run(daily + "SPX_1990-2022.csv", "sma-crossover", {"fast": 50, "slow": 200}, cash=1_000_000, direction="long"),
        run(daily + "MSFT_2000-2013.csv", "rsi-reversal", {"period": 14, "lower": 30, "upper": 70}, direction="long"),
        run(daily + "GOOG_2000-2013.csv", "rsi-reversal", {"period": 7, "lower": 25, "upper": 75}, commission=0.002),
        run(daily + "SPY_2007-2017.csv", "macd-crossover", {"fast": 12, "slow": 26, "signal": 9}, commission=0.0005),
        run(daily + "GOOG_2000-2013.csv", "macd-crossover", {"fast": 12, "slow": 26, "signal": 9}, direction="long"),
        run(daily + "GOOG_2000-2013.csv", "bollinger-reversal", {"period": 25, "deviations": 2}, commission=0.002),
        run(daily + "IBM_2000-2013.csv", "bollinger-reversal", {"period": 30, "deviations": 1.5}, direction="long", size=0.9),
        run(daily + "AAPL_2000-2013.csv", "breakout", {"entry": 20, "exit": 10}, direction="long", commission=0.001),
        run(daily + "BTCUSD_2017-2021.csv", "breakout", {"entry": 20, "exit": 20}, cash=10_000_000, fill="close", closeAtEnd="none"),
        run(daily + "SPY_2007-2017.csv", "buy-and-hold", {"wait": 1}, commission=0.001),
        run(daily + "KO_2012-2014_divsplit.csv", "buy-and-hold", {"wait": 1}, leverage=2),
        run(daily + "GOOG_2000-2013.csv", "sma-crossover", {"fast": 10, "slow": 30}, units="fractional", commission=0.002),
        run(daily + "BTCUSD_2017-2021.csv", "macd-crossover", {"fast": 12, "slow": 26, "signal": 9}, units="fractional"),
        run("intraday/SPY_1min_2020-12-15_18.csv", "sma-crossover", {"fast": 10, "slow": 30}, commission=0.0001),
    ]
    text = json.dumps({"tool": f"backtesting.py {backtesting.__version__}", "cases": cases}, separators=(",", ":"))
    (HERE / "setups.json").write_text(text.replace('{"file"', '\n{"file"') + "\n")
    print(f"{len(cases)} cases, {len(text)} bytes")


main()
