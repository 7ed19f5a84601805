// SPDX-License-Identifier: Apache-2.0

import { subscribe } from "node:diagnostics_channel";

/**
 * The requests this process has sent, read off Node's diagnostics channels: the client packages stay as
 * they are. Covers the built-in fetch (generations 2 and 3) and node:http (internal.3). Current drivers wrap
 * every REST call into a POST, so `method` is the outer one.
 */
export class Traffic {
  /** @type {{ method: string, url: URL }[]} */
  #requests = [];

  constructor() {
    subscribe("undici:request:create", ({ request }) => {
      this.#add(request.method, new URL(request.path, String(request.origin)));
    });
    subscribe("http.client.request.start", ({ request }) => {
      this.#add(request.method, new URL(request.path, `${request.protocol}//${request.getHeader("host")}`));
    });
  }

  #add(method, url) {
    if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) {
      throw new Error(`a client asked for ${url.origin}; only loopback addresses are allowed`);
    }
    this.#requests.push({ method, url });
  }

  /**
   * @param {string} part
   * @returns {string[]} path and query of the requests whose path contains `part`, oldest first
   */
  matching(part) {
    return this.#requests.filter(({ url }) => url.pathname.includes(part)).map(({ url }) => url.pathname + url.search);
  }

  /** @returns {number[]} the `from` of every request for ops, oldest first */
  opsAskedFrom() {
    return this.#requests
      .filter(({ url }) => url.pathname.startsWith("/deltas/"))
      .map(({ url }) => Number(url.searchParams.get("from")));
  }
}
