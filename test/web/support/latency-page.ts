import { connectFeed } from '#contract/feed/feed-client';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { receiveQuotes } from '../../../src/renderer/stores/quotes.ts';

// Takes quotes of `?symbols=` into the screen's own store and says, by number, which frames are in it.
const query = new URLSearchParams(location.search);
const hub = `ws://${location.host}`;
const symbols = (query.get('symbols') ?? '').split(',');
const echo = new WebSocket(`${hub}/echo`);
echo.addEventListener('message', ({ data }) => echo.send(data as string));
echo.addEventListener('open', () => {
  let frames = 0;
  const feed = connectFeed(createSocketChannel(new WebSocket(`${hub}/feed`)));
  feed.quotes(symbols, (batch) => {
    receiveQuotes(symbols, batch);
    echo.send(`frame ${frames++}`);
  });
});
