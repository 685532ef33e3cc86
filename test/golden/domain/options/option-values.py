"""Writes option-values.json: European values and Greeks, American prices and Greeks, on a grid of terms.

Made with QuantLib 1.44: python option-values.py > option-values.json
European: AnalyticEuropeanEngine. American prices: QdFpAmericanEngine, high precision (Andersen, Lake and Offengenden 2016).
American delta and gamma: FdBlackScholesVanillaEngine, 800 time steps, 1600 prices. American theta, vega and rho: central
differences of the former engine; more time is as much more variance, rate and yield in the same time. Theta a day, vega and
rho a percentage point.
"""

import itertools
import json
import sys

import QuantLib as ql

TODAY = ql.Date(15, 1, 2026)
ql.Settings.instance().evaluationDate = TODAY
DAY_COUNT = ql.Actual365Fixed()


def process(spot, rate, dividend_yield, volatility):
    flat = lambda value: ql.YieldTermStructureHandle(ql.FlatForward(TODAY, value, DAY_COUNT))
    smile = ql.BlackVolTermStructureHandle(
        ql.BlackConstantVol(TODAY, ql.NullCalendar(), volatility, DAY_COUNT)
    )
    spot_handle = ql.QuoteHandle(ql.SimpleQuote(spot))
    return ql.BlackScholesMertonProcess(spot_handle, flat(dividend_yield), flat(rate), smile)


def option(right, strike, days, is_american):
    end = TODAY + days
    exercise = ql.AmericanExercise(TODAY, end) if is_american else ql.EuropeanExercise(end)
    kind = ql.Option.Call if right == "call" else ql.Option.Put
    return ql.VanillaOption(ql.PlainVanillaPayoff(kind, strike), exercise)


def american_price(right, strike, days, spot, rate, dividend_yield, volatility):
    one = option(right, strike, days, True)
    one.setPricingEngine(
        ql.QdFpAmericanEngine(
            process(spot, rate, dividend_yield, volatility), ql.QdFpAmericanEngine.highPrecisionScheme()
        )
    )
    return one.NPV()


european, american = [], []
terms = itertools.product(
    ["call", "put"],
    [70.0, 95.0, 100.0, 105.0, 140.0],
    [3, 30, 180, 730],
    [0.1, 0.25, 0.8],
    [(0.05, 0.0), (0.03, 0.06), (0.0, 0.02), (-0.005, 0.0)],
)
for right, strike, days, volatility, (rate, dividend_yield) in terms:
    one = option(right, strike, days, False)
    one.setPricingEngine(ql.AnalyticEuropeanEngine(process(100.0, rate, dividend_yield, volatility)))
    values = [one.NPV(), one.delta(), one.gamma(), one.theta() / 365, one.vega() / 100, one.rho() / 100]
    european.append([right, strike, days, volatility, rate, dividend_yield, *values])
terms = itertools.product(
    ["call", "put"],
    [80.0, 95.0, 100.0, 105.0, 125.0],
    [7, 30, 180, 730],
    [0.15, 0.4],
    [(0.05, 0.0), (0.03, 0.06), (0.08, 0.02)],
)
for right, strike, days, volatility, (rate, dividend_yield) in terms:
    at = lambda volatility, rate, time=1.0: american_price(
        right, strike, days, 100.0, rate * time, dividend_yield * time, volatility * time**0.5
    )
    one = option(right, strike, days, True)
    one.setPricingEngine(
        ql.FdBlackScholesVanillaEngine(process(100.0, rate, dividend_yield, volatility), 800, 1600)
    )
    vega = (at(volatility + 1e-4, rate) - at(volatility - 1e-4, rate)) / 2e-4 / 100
    rho = (at(volatility, rate + 1e-5) - at(volatility, rate - 1e-5)) / 2e-5 / 100
    theta = -(at(volatility, rate, 1.001) - at(volatility, rate, 0.999)) / (0.002 * days)
    values = [at(volatility, rate), one.delta(), one.gamma(), theta, vega, rho]
    american.append([right, strike, days, volatility, rate, dividend_yield, *values])


def lines(rows):
    return "[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n ]"


print(f'{{\n "european": {lines(european)},\n "american": {lines(american)}\n}}', file=sys.stdout)
