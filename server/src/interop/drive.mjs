// SPDX-License-Identifier: Apache-2.0

// Runs the suite together with a server, and kills and restarts the server when the suite asks for it:
//
//   node drive.mjs run.mjs --url http://127.0.0.1:7070 … -- java -jar server.jar …
//
// The server is the command after "--"; it must be the server itself, not a script around it, since it is
// killed by its process id. It is ready when its port accepts a connection.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { poll } from "./shared/waiting.mjs";

const readyDeadlineMs = 60_000;

const all = process.argv.slice(2);
const separator = all.indexOf("--");
const [script, ...options] = all.slice(0, separator);
const [command, ...commandOptions] = all.slice(separator + 1);
const urlOption = options[options.indexOf("--url") + 1];
if (separator < 0 || command === undefined || !["run.mjs", "mixed.mjs", "endtoend.mjs"].includes(script) || urlOption === undefined) {
  throw new Error("usage: node drive.mjs run.mjs|mixed.mjs|endtoend.mjs --url URL … -- SERVER_COMMAND …");
}
const { hostname, port } = new URL(urlOption);

// The server writes to standard error, so that standard output is the suite's alone.
async function startServer() {
  const server = spawn(command, commandOptions, { stdio: ["ignore", 2, 2] });
  const failed = new Promise((_, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server ended with exit code ${code} before it was ready`)));
  });
  await Promise.race([failed, poll(`port ${port} accepts a connection`, accepts, Boolean, readyDeadlineMs)]);
  failed.catch(() => {});
  return server;
}

function accepts() {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function kill(server) {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, "exit");
    server.kill("SIGKILL");
    await exited;
  }
}

let server = await startServer();
try {
  const suite = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...options], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(suite, "exit");
  for await (const line of createInterface({ input: suite.stdout })) {
    console.log(line);
    if (line === "@@ restart-server") {
      await kill(server);
      server = await startServer();
      suite.stdin.write("server-restarted\n");
    }
  }
  process.exitCode = (await ended)[0] ?? 1;
} finally {
  await kill(server);
}
