// SPDX-License-Identifier: Apache-2.0

// A client process that any program can steer: a line of JSON on standard input is a command, `{id, command, argument}`, and
// is answered by one on standard output, `{id, result}` or `{id, error}`. Commands are those of `Player`; the first must be
// `configure`, with the settings of a client. Ends with its standard input.

import { createInterface } from "node:readline";

import { Player } from "./player.mjs";

// Runtimes of 2.x read device facts off `navigator`, which Node has from release 21 on.
globalThis.navigator ??= {};
// What packages log must not mix with answers.
console.log = console.info = console.error;
// A summarizer of the old generation leaves its failures to nobody while the service is away; the container goes on.
process.on("unhandledRejection", (reason) => console.error("unhandled:", reason));

/** @type {Player} */
let player;

async function configure(settings) {
  const { access } = await import(`../${settings.generation}/access.mjs`);
  const board = settings.level === "loader" ? "playground" : undefined;
  player = new Player(access({ ...settings, board, withText: true }));
}

async function answer(line) {
  const { id, command, argument } = JSON.parse(line);
  try {
    const result = command === "configure" ? await configure(argument) : await player[command](argument ?? {});
    print({ id, result });
  } catch (error) {
    print({ id, error: { message: String(error.message), stack: error.stack } });
  }
}

const print = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

createInterface({ input: process.stdin })
  .on("line", answer)
  .on("close", () => process.exit(0));
