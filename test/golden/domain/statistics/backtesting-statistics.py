"""Writes backtesting-statistics.json: what backtesting.py makes of equity curves anyone can rebuild.

Run with backtesting.py, pandas and numpy installed: python3 backtesting-statistics.py
The curves come from a 32-bit linear congruential generator, so the test draws the very same ones.
"""
import json
import os
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting._stats import compute_stats

warnings.simplefilter('ignore')
DAY = 86_400_000


def generator(seed):
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state / 2**32


def business_days(count):
    days = [d for d in range(12000, 12000 + 2 * count) if (d + 3) % 7 < 5]
    return [d * DAY for d in days[:count]]


GRIDS = {
    'business days': business_days(600),
    'every day': [(12000 + d) * DAY for d in range(500)],
    'hours': [12000 * DAY + h * 3_600_000 for h in range(1500)],
    'weeks': [(12004 + 7 * w) * DAY for w in range(160)],
    'sundays': [(12007 + 7 * w) * DAY for w in range(90)],
    'two days': business_days(2),
}


def case(name, times, seed, drift):
    draw = generator(seed)
    equity = [10_000.0]
    while len(equity) < len(times):
        equity.append(equity[-1] * (1 + (next(draw) - 0.5) * 0.04 + drift))
    trades = []
    bar = 0
    while len(times) > 20 and bar + 12 < len(times):
        entry = bar + 1 + int(next(draw) * 5)
        leave = entry + 1 + int(next(draw) * 6)
        percent = (next(draw) - 0.45) * 8
        trades.append({'entryBar': entry, 'exitBar': leave, 'pnl': percent * 100, 'returnPct': percent})
        bar = leave
    index = pd.to_datetime(times, unit='ms')
    frame = pd.DataFrame({
        'EntryBar': [t['entryBar'] for t in trades], 'ExitBar': [t['exitBar'] for t in trades],
        'PnL': [float(t['pnl']) for t in trades], 'ReturnPct': [t['returnPct'] / 100 for t in trades],
        'Duration': index[[t['exitBar'] for t in trades]] - index[[t['entryBar'] for t in trades]],
    })
    ohlc = pd.DataFrame({'Close': equity}, index=index)
    stats = compute_stats(frame, np.array(equity), ohlc, None, 0)
    value = lambda key: None if not np.isfinite(stats[key]) else float(stats[key])
    # Without a fall of more than one bar backtesting.py puts depths in place of durations; we say null.
    duration = stats['Max. Drawdown Duration']
    has_fall = isinstance(duration, pd.Timedelta) and not pd.isna(duration)
    # The averages it prints are rounded up to whole bars; these are the ones it rounds.
    falls = stats['_equity_curve']['DrawdownDuration'].dropna()
    milliseconds = lambda span: span.total_seconds() * 1000
    return {
        'name': name, 'seed': seed, 'drift': drift, 'time': times,
        'expected': {
            'equityFinal': value('Equity Final [$]'), 'equityPeak': value('Equity Peak [$]'),
            'returnPct': value('Return [%]'), 'annualizedReturnPct': value('Return (Ann.) [%]'),
            'volatilityPct': value('Volatility (Ann.) [%]'), 'cagrPct': value('CAGR [%]'),
            'sharpe': value('Sharpe Ratio'), 'sortino': value('Sortino Ratio'), 'calmar': value('Calmar Ratio'),
            'maxDrawdownPct': value('Max. Drawdown [%]'), 'averageDrawdownPct': value('Avg. Drawdown [%]') if has_fall else None,
            'maxDrawdownDurationMs': duration.total_seconds() * 1000 if has_fall else None,
            'averageDrawdownDurationMs': milliseconds(falls.mean()) if has_fall else None,
            'maxTradeDurationMs': milliseconds(frame['Duration'].max()) if trades else None,
            'averageTradeDurationMs': milliseconds(frame['Duration'].mean()) if trades else None,
            'exposurePct': value('Exposure Time [%]'), 'trades': int(stats['# Trades']),
            'winRatePct': value('Win Rate [%]'), 'bestTradePct': value('Best Trade [%]'),
            'worstTradePct': value('Worst Trade [%]'), 'averageTradePct': value('Avg. Trade [%]'),
            'profitFactor': value('Profit Factor'), 'expectancyPct': value('Expectancy [%]'),
            'systemQualityNumber': value('SQN'), 'kellyCriterion': value('Kelly Criterion'),
        },
    }


cases = [case(name, times, seed, drift) for seed, (name, times) in enumerate(GRIDS.items(), 1) for drift in (0.001, -0.002)]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'backtesting-statistics.json'), 'w') as out:
    json.dump({'tool': f'backtesting.py {backtesting.__version__}, pandas {pd.__version__}, numpy {np.__version__}',
               'grids': {name: times for name, times in GRIDS.items()},
               'cases': [{key: value for key, value in c.items() if key != 'time'} for c in cases]}, out)
