// Named one by one, so that a build holds two exchanges of ccxt's hundred.
export {
  AuthenticationError,
  binance,
  coinbase,
  DDoSProtection,
  DuplicateOrderId,
  InvalidNonce,
  OperationFailed,
  OrderNotFound,
  RateLimitExceeded,
} from 'ccxt';
