// SPDX-License-Identifier: Apache-2.0

import { createInterface } from "node:readline";

import { within } from "./waiting.mjs";

const request = "@@ restart-server";
const answer = "server-restarted";

/**
 * Asks whoever started this run to kill the server and start it again on the same port.
 * Resolves when told that it is back.
 *
 * @param {number} ms
 */
export async function restartServer(ms) {
  const lines = createInterface({ input: process.stdin });
  const answered = new Promise((resolve, reject) => {
    lines.on("line", (line) => line.trim() === answer && resolve());
    lines.on("close", () => reject(new Error(`standard input ended before the line "${answer}"`)));
  });
  try {
    console.log(request);
    await within(ms, `line "${answer}" on standard input`, answered);
  } finally {
    lines.close();
    process.stdin.pause();
  }
}
