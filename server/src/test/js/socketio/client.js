// Drives the real client through one scenario: node client.js URL SCENARIO. Exit code 0 and a last line "done" mean success.
'use strict';
const assert = require('node:assert');
const { io } = require('socket.io-client');

const [url, scenario] = process.argv.slice(2);
const options = (transports) => ({ transports, reconnection: false, forceNew: true, query: { documentId: 'd1' } });

function connect(transports) {
  return new Promise((resolve, reject) => {
    const socket = io(url, options(transports));
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

const once = (socket, name) => new Promise((resolve) => socket.once(name, (...args) => resolve(args)));

/** Sends numbers while the server answers each, and checks that they come back in order. */
async function echo(socket, count) {
  const seen = [];
  const all = new Promise((resolve) => {
    socket.on('echo', (value) => {
      seen.push(value.n);
      if (seen.length === count) resolve();
    });
  });
  for (let n = 0; n < count; n++) {
    socket.emit('echo', { n, text: 'h\u00e9llo \u{1F600} \u2028' });
    if (n % 50 === 0) await new Promise(setImmediate);
  }
  await all;
  assert.deepStrictEqual(seen, Array.from({ length: count }, (_, n) => n));
}

async function session(transports, last) {
  const socket = await connect(transports);
  await echo(socket, 500);
  const answer = await socket.timeout(5000).emitWithAck('ping');
  assert.strictEqual(answer, undefined);
  while (socket.io.engine.transport.name !== last) await new Promise((resolve) => setTimeout(resolve, 10));
  await echo(socket.off('echo'), 500);
  socket.disconnect();
}

const scenarios = {
  websocket: () => session(['websocket'], 'websocket'),
  polling: () => session(['polling'], 'polling'),
  upgrade: () => session(['polling', 'websocket'], 'websocket'),
  heartbeats: async () => {
    const socket = await connect(['websocket']);
    let pings = 0;
    socket.io.on('ping', () => pings++);
    while (pings < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(socket.connected);
    socket.disconnect();
  },
  kicked: async () => {
    for (const transports of [['websocket'], ['polling']]) {
      const socket = await connect(transports);
      const gone = once(socket, 'disconnect');
      socket.emit('kick');
      const [reason] = await gone;
      assert.strictEqual(reason, 'io server disconnect');
    }
  },
  namespace: async () => {
    const socket = io(url + '/other', options(['websocket']));
    const [error] = await once(socket, 'connect_error');
    assert.strictEqual(error.message, 'Invalid namespace');
    socket.disconnect();
  },
};

scenarios[scenario]().then(
  () => console.log('done'),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
