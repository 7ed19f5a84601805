// SPDX-License-Identifier: Apache-2.0

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { within } from "./waiting.mjs";

const entryPoint = fileURLToPath(new URL("client-process.mjs", import.meta.url));

/** An error that a client process reported. */
export class ClientError extends Error {
  name = "ClientError";

  constructor(who, command, { message, stack, errorType, statusCode }) {
    super(`${who}, ${command}: ${message}`);
    this.errorType = errorType;
    this.statusCode = statusCode;
    this.remoteStack = stack;
  }
}

/** The runner's end of one client process. */
export class ClientHandle {
  #name;
  #deadlineMs;
  #child;
  #lastId = 0;
  #pending = new Map();
  #exited;

  /**
   * Starts a process and the client packages in it.
   *
   * @param {string} name for messages
   * @param {import("./settings.mjs").ClientSettings} settings
   * @param {number} deadlineMs of every command
   */
  static async start(name, settings, deadlineMs) {
    const handle = new ClientHandle(name, deadlineMs);
    await handle.do("configure", settings);
    return handle;
  }

  constructor(name, deadlineMs) {
    this.#name = name;
    this.#deadlineMs = deadlineMs;
    // A client's stdout must not mix with the runner's, which is read by a program.
    this.#child = fork(entryPoint, { stdio: ["ignore", "pipe", "inherit", "ipc"] });
    this.#child.stdout.pipe(process.stderr);
    this.#child.on("message", ({ id, result, error }) => {
      const { command, resolve, reject } = this.#pending.get(id);
      this.#pending.delete(id);
      return error === undefined ? resolve(result) : reject(new ClientError(this.#name, command, error));
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on("exit", (code, signal) => {
        for (const { command, reject } of this.#pending.values()) {
          reject(new Error(`${this.#name} ended during ${command}: exit code ${code}, signal ${signal}`));
        }
        this.#pending.clear();
        resolve();
      });
    });
  }

  /**
   * Runs a command of {@link import("./participant.mjs").Participant} in the process.
   *
   * @param {string} command
   * @param {object} [argument]
   * @param {number} [ms] limit, if not the usual
   */
  async do(command, argument = {}, ms = this.#deadlineMs) {
    const id = ++this.#lastId;
    const answered = new Promise((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
    });
    if (!this.#child.connected) {
      throw new Error(`${this.#name} is not running; ${command} cannot be asked of it`);
    }
    this.#child.send({ id, command, argument: { ms, ...argument } });
    // The process has the same limit for what it waits for, and its own message says more.
    return within(ms + 5_000, `${this.#name}, ${command}`, answered);
  }

  /** Closes the container and ends the process. */
  async leave() {
    await this.do("dispose");
    await this.stop();
  }

  /** Ends the process, whatever it is doing. */
  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill("SIGKILL");
    }
    await this.#exited;
  }
}
