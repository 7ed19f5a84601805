// SPDX-License-Identifier: Apache-2.0

// Forwards a loopback port to another. Killed and restarted in front of a running server, it looks to clients
// like a server that was killed and lost nothing: the reference server itself keeps its ops in memory.

import { connect, createServer } from "node:net";
import { parseArgs } from "node:util";

const host = "127.0.0.1";
const { values } = parseArgs({ options: { port: { type: "string" }, to: { type: "string" } } });

createServer((client) => {
  const server = connect(Number(values.to), host);
  const close = () => {
    client.destroy();
    server.destroy();
  };
  for (const socket of [client, server]) {
    socket.setNoDelay(true);
    socket.on("error", close);
    socket.on("close", close);
  }
  client.pipe(server);
  server.pipe(client);
}).listen(Number(values.port), host);
