"""SMA 10/30, long only, 0.5 basis points a fill, in NautilusTrader: bars a second, to stand beside `npm run bench backtest`.

Versions 1.219.0 and 1.221.0 abort in BacktestEngine.run ("double free") on the machine of docs/concepts/backtesting.md, with and
without a strategy: no figure of it is stated.

    pip install nautilus_trader
    node test/bench/peers/write-walk.ts 100000 > walk.csv
    python test/bench/peers/nautilus_walk.py walk.csv
"""

import sys
import time
from decimal import Decimal

import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.indicators.average.sma import SimpleMovingAverage
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import Bar, BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import Equity
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.trading.strategy import Strategy

VENUE = Venue("WALK")
INSTRUMENT = Equity(
    instrument_id=InstrumentId(Symbol("WALK"), VENUE),
    raw_symbol=Symbol("WALK"),
    currency=USD,
    price_precision=8,
    price_increment=Price.from_str("0.00000001"),
    lot_size=Quantity.from_int(1),
    maker_fee=Decimal("0.00005"),
    taker_fee=Decimal("0.00005"),
    ts_event=0,
    ts_init=0,
)
BAR_TYPE = BarType.from_str("WALK.WALK-1-MINUTE-LAST-EXTERNAL")


class CrossoverConfig(StrategyConfig, frozen=True):
    pass


class Crossover(Strategy):
    def __init__(self, config):
        super().__init__(config)
        self.fast = SimpleMovingAverage(10)
        self.slow = SimpleMovingAverage(30)
        self.was_above = None

    def on_start(self):
        self.register_indicator_for_bars(BAR_TYPE, self.fast)
        self.register_indicator_for_bars(BAR_TYPE, self.slow)
        self.subscribe_bars(BAR_TYPE)

    def on_bar(self, bar):
        if not self.slow.initialized:
            return
        is_above = self.fast.value > self.slow.value
        if self.was_above is not None and is_above != self.was_above:
            if is_above:
                cash = float(self.portfolio.account(VENUE).balance_free(USD).as_double())
                units = int(cash * 0.99 / float(bar.close))
                self.submit_order(self.order_factory.market(INSTRUMENT.id, OrderSide.BUY, Quantity.from_int(units)))
            else:
                self.close_all_positions(INSTRUMENT.id)
        self.was_above = is_above


frame = pd.read_csv(sys.argv[1])
bars = [
    Bar(
        BAR_TYPE,
        Price(row.open, 8),
        Price(row.high, 8),
        Price(row.low, 8),
        Price(row.close, 8),
        Quantity.from_int(1_000_000),
        int(row.time) * 1_000_000,
        int(row.time) * 1_000_000,
    )
    for row in frame.itertuples()
]
for _ in range(1):
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(log_level="ERROR")))
    engine.add_venue(VENUE, OmsType.NETTING, AccountType.CASH, [Money(10_000_000, USD)], base_currency=USD)
    engine.add_instrument(INSTRUMENT)
    engine.add_data(bars)
    engine.add_strategy(Crossover(CrossoverConfig()))
    start = time.process_time()
    engine.run()
    seconds = time.process_time() - start
    fills = len(engine.trader.generate_order_fills_report())
    print(f"{len(bars)} bars, {fills} fills: {len(bars) / seconds:,.0f} bars/s")
    sys.stdout.flush()
