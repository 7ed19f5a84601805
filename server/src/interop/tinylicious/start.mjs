// SPDX-License-Identifier: Apache-2.0

// Starts the reference server on 127.0.0.1. It has no option for the address and would listen on all.

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const host = "127.0.0.1";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "7070" },
    /** Where git objects and refs go; always on disk. */
    data: { type: "string", default: fileURLToPath(new URL("data", import.meta.url)) },
    /** Where ops, document rows and sequencer states go: memory, or leveldb under the data folder. */
    db: { type: "string", default: "memory" },
  },
});

mkdirSync(`${values.data}/git`, { recursive: true });

// The server reads its configuration from the environment, "__" between the levels, before its file.
Object.assign(process.env, {
  PORT: values.port,
  storage: `${values.data}/git`,
  db__inMemory: String(values.db === "memory"),
  db__path: `${values.data}/leveldb`,
  logger__level: process.env.LOG_LEVEL ?? "warn",
});
// The server would take this file's options for configuration of its own.
process.argv.length = 2;

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  if (typeof port === "number") {
    const callback = rest.find((argument) => typeof argument === "function");
    return listen.call(this, { port, host }, callback);
  }
  return listen.call(this, port, ...rest);
};

createRequire(import.meta.url)("tinylicious");
