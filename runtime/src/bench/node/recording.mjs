// SPDX-License-Identifier: Apache-2.0

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The files of a recording, read once: what a service would hold of the document. */
export class Recording {
  /** @type {any} the snapshot's tree, as drivers hand it on */
  tree;
  /** @type {Map<string, Uint8Array>} blobs by id */
  blobs = new Map();
  /** @type {string[]} one op a line, from sequence number 1 */
  ops;

  constructor(folder) {
    const summary = JSON.parse(readFileSync(`${folder}/attach-summary.json`, "utf8"));
    this.tree = this.#stored(summary.tree[".app"]);
    this.tree.trees[".protocol"] = this.#stored(summary.tree[".protocol"]);
    this.ops = readFileSync(`${folder}/ops.jsonl`, "utf8").split("\n").filter((line) => line.length > 0);
    this.count = this.ops.length;
  }

  #stored({ tree }) {
    const stored = { blobs: {}, trees: {} };
    for (const [name, part] of Object.entries(tree)) {
      if (part.type === 1) {
        stored.trees[name] = this.#stored(part);
      } else {
        const bytes = new TextEncoder().encode(part.content);
        const id = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
        this.blobs.set(id, bytes);
        stored.blobs[name] = id;
      }
    }
    return stored;
  }

  /** Returns a blob's bytes in an array of the caller's own. */
  blob(id) {
    return Uint8Array.from(this.blobs.get(id)).buffer;
  }

  /** Returns the ops from one number up to, not including, another; a page at most. */
  page(from, to) {
    return JSON.parse(`[${this.ops.slice(from - 1, Math.min(to - 1, from - 1 + 2000)).join(",")}]`);
  }

  /** Lets go of everything. */
  forget() {
    this.tree = undefined;
    this.blobs.clear();
    this.ops = [];
  }
}
