// SPDX-License-Identifier: Apache-2.0

import { Changes } from "../shared/waiting.mjs";
import { edits } from "./edits.mjs";
import { states } from "./states.mjs";

/** Acts on structures by name; a client of another generation need not have all. */
function take(parts, steps) {
  for (const { on, do: verb, ...argument } of steps) {
    if (parts[on] !== undefined) {
      edits[on][verb](parts[on], argument);
    }
  }
}

function stateOf(parts) {
  const known = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(known.map(([name, part]) => [name, states[name](part)]));
}

/**
 * A collaborator that does what it is told, step by step, to an open playground. Every public method is a command: it takes
 * one plain object and answers plain data.
 */
export class Player {
  #access;
  #changes = new Changes();

  /** @type {import("../shared/document.mjs").OpenDocument} */
  #document;
  #acks = 0;
  #remembered = new Map();
  #closedBy;

  /** @param {import("../shared/document.mjs").Access} access */
  constructor(access) {
    this.#access = access;
  }

  /** Creates a document in which each structure is still empty. */
  async create() {
    this.#observe(await this.#access.create());
    return { documentId: await this.#document.attach() };
  }

  async load({ documentId }) {
    this.#observe(await this.#access.load(documentId));
    return { base: this.#document.store.deltaManager.initialSequenceNumber };
  }

  /** Takes steps within one turn, so that they are one batch where the document's runtime makes batches. */
  async edit({ steps }) {
    take(this.#parts(), steps);
  }

  /** Makes a map of its own and keeps its handle under a key of the common one: an attach op and the set, in one batch. */
  async nest({ key, entries }) {
    const { store } = this.#document;
    const parts = this.#parts();
    const nested = store.createChannel(undefined, parts.map.attributes.type);
    for (const [name, value] of Object.entries(entries)) {
      nested.set(name, value);
    }
    parts.map.set(key, nested.handle);
    return { path: nested.handle.absolutePath };
  }

  /** The entries of a map to which the common one has a handle. */
  async nested({ key, ms }) {
    const handle = await this.#until(`handle ${key}`, () => this.#parts().map.get(key), ms);
    return states.map(await handle.get());
  }

  async disconnect() {
    this.#document.container.disconnect();
  }

  async connect() {
    this.#document.container.connect();
  }

  async awaitConnected({ ms }) {
    await this.#until("the container is connected", () => this.#document.isConnected(), ms);
    return { clientId: this.#document.store.clientId };
  }

  /** Waits until every own edit is acknowledged. */
  async awaitSaved({ ms }) {
    await this.#until("every own edit is acknowledged", () => !this.#document.isDirty(), ms);
    return { sequenceNumber: this.#lastSequenceNumber() };
  }

  /** Waits until every op up to a sequence number was applied. */
  async awaitSequenceNumber({ sequenceNumber, ms }) {
    await this.#until(
      `op ${sequenceNumber} is applied`,
      () => this.#lastSequenceNumber() >= sequenceNumber,
      ms,
      () => this.#lastSequenceNumber(),
    );
  }

  async awaitSummaryAcks({ count, ms }) {
    await this.#until(
      `summary ack ${count}`,
      () => this.#acks >= count,
      ms,
      () => this.#acks,
    );
  }

  async state() {
    return stateOf(this.#parts());
  }

  async uploadBlob({ key, base64 }) {
    const bytes = Buffer.from(base64, "base64");
    const handle = await this.#document.store.uploadBlob(new Uint8Array(bytes).buffer);
    this.#parts().map.set(key, handle);
    return { path: handle.absolutePath };
  }

  async downloadBlob({ key, ms }) {
    const handle = await this.#until(`blob handle ${key}`, () => this.#parts().map.get(key), ms);
    return { base64: Buffer.from(await handle.get()).toString("base64") };
  }

  /** Makes a data store and keeps its handle under a key of the common map. */
  async addStore({ key }) {
    const { handle } = await this.#document.board.another();
    this.#parts().map.set(key, handle);
  }

  /** Takes steps in the structures of a data store to which the common map has a handle. */
  async editStore({ key, steps, ms }) {
    take((await this.#store(key, ms)).parts, steps);
  }

  /** Has the map of such a data store refer to what the common map refers to. */
  async putInto({ store, key, ms }) {
    const handle = await this.#until(`handle ${key}`, () => this.#parts().map.get(key), ms);
    (await this.#store(store, ms)).map.set(key, handle);
  }

  async storeState({ key, ms }) {
    return stateOf((await this.#store(key, ms)).parts);
  }

  /** A blob to which the map of such a data store has a handle. */
  async storeBlob({ store, key, ms }) {
    const handle = (await this.#store(store, ms)).map.get(key);
    return { base64: Buffer.from(await handle.get()).toString("base64") };
  }

  async #store(key, ms) {
    const handle = await this.#until(`handle ${key}`, () => this.#parts().map.get(key), ms);
    return handle.get();
  }

  /** Keeps a handle that the common map has, for whoever puts it back later. */
  async remember({ key, ms }) {
    const handle = await this.#until(`handle ${key}`, () => this.#parts().map.get(key), ms);
    this.#remembered.set(key, handle);
    return { path: handle.absolutePath };
  }

  async putBack({ key }) {
    this.#parts().map.set(key, this.#remembered.get(key));
  }

  /** What becomes of a request for a path: a status, and what collection says of it. */
  async request({ path }) {
    const { status, headers, value } = await this.#document.board.resolve(path);
    if (status !== 200 && status !== 404) {
      throw new Error(`${path}: ${status}: ${value}`);
    }
    // Of blobs the answer says so in words only.
    const wasDeleted = headers?.wasDeleted === true || String(value).startsWith("Blob was deleted");
    return { status, isTombstoned: headers?.isTombstoned === true, wasDeleted };
  }

  /** Collects and summarizes a document, which need not be open here. */
  async summarize({ documentId }) {
    await this.#access.summarize(documentId);
  }

  /** The names of all events that said that something is wrong. */
  async told() {
    return this.#access.told;
  }

  async dispose() {
    this.#document.dispose();
  }

  /** A service client's document has its structures as initial objects. */
  #parts() {
    const { board, map, text, tree } = this.#document;
    return board.parts ?? { map, text, tree };
  }

  #lastSequenceNumber() {
    return this.#document.store.deltaManager.lastSequenceNumber;
  }

  #observe(document) {
    this.#document = document;
    const changed = () => this.#changes.notify();
    for (const event of ["connected", "disconnected", "saved", "dirty"]) {
      document.on(event, changed);
    }
    document.on("disposed", (error) => {
      this.#closedBy = error?.message;
      changed();
    });
    document.store.deltaManager.on("op", ({ type }) => {
      this.#acks += type === "summaryAck" ? 1 : 0;
      changed();
    });
  }

  /** As {@link Changes.until}, but a closed container ends the wait with what closed it. */
  #until(what, probe, ms, instead) {
    const check = () => {
      if (this.#document.isDisposed()) {
        throw new Error(`the container closed while waiting: ${what}; closed by: ${this.#closedBy ?? "no error"}`);
      }
      return probe();
    };
    return this.#changes.until(what, check, ms, instead);
  }
}
