// SPDX-License-Identifier: Apache-2.0

// Entry point of a client process. The first message configures it, every further one is a command to its
// participant; each is answered by a message with the same id.

import { Participant } from "./participant.mjs";
import { Traffic } from "./traffic.mjs";

// Runtimes of 2.x read device facts off `navigator`, which Node has from release 21 on.
globalThis.navigator ??= {};

/** @type {Participant} */
let participant;

async function configure(settings) {
  // Before the client packages are loaded, so that no request goes unseen.
  const traffic = new Traffic();
  const { access, presence } = await import(`../${settings.generation}/access.mjs`);
  participant = new Participant(access(settings), presence, traffic);
}

async function answer({ id, command, argument }) {
  try {
    const result = command === "configure" ? await configure(argument) : await participant[command](argument ?? {});
    process.send({ id, result });
  } catch (error) {
    const { message, stack, errorType, statusCode } = error;
    process.send({ id, error: { message: String(message), stack, errorType, statusCode } });
  }
}

process.on("message", answer);
// The runner is gone: nobody is left to work for.
process.on("disconnect", () => process.exit(1));
