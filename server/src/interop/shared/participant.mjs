// SPDX-License-Identifier: Apache-2.0

import { Changes } from "./waiting.mjs";

const systemTypesOfInterest = new Set(["summarize", "summaryAck", "summaryNack"]);

/** Lets the runtime flush what was written so far, so that the next edit is a message of its own. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * One collaborator: an open container and what it has seen. Lives in a process of its own; every public
 * method is a command of that process, takes one plain object and answers plain data.
 */
export class Participant {
  #access;
  #presence;
  #traffic;
  #changes = new Changes();

  /** @type {import("./document.mjs").OpenDocument} */
  #document;
  #signals = [];
  #summaryMessages = [];
  #attendees = new Set();
  /** Times each key was set by another client, as this client applied it. */
  #remoteSets = new Map();
  #firstOp;
  #closedBy;
  #disconnects = 0;
  #stream;

  /**
   * @param {import("./document.mjs").Access} access
   * @param {any} presence starts the presence of a service client's container, where the generation has it
   * @param {import("./traffic.mjs").Traffic} traffic
   */
  constructor(access, presence, traffic) {
    this.#access = access;
    this.#presence = presence;
    this.#traffic = traffic;
  }

  /** Creates a detached container, writes the initial content and attaches it. */
  async create({ entries = {}, text = "" }) {
    const document = await this.#access.create();
    this.#observe(document);
    this.#setAll(entries);
    document.text?.insertText(0, text);
    return { documentId: await document.attach(), hasText: document.text !== undefined };
  }

  /** Loads a document and tells where it began. */
  async load({ documentId }) {
    this.#observe(await this.#access.load(documentId));
    return { base: this.#document.store.deltaManager.initialSequenceNumber };
  }

  async awaitConnected({ ms }) {
    await this.#until("the container is connected", () => this.#document.isConnected(), ms);
    return { clientId: this.#document.store.clientId };
  }

  /** Waits until every own edit is acknowledged. */
  async awaitSaved({ ms }) {
    await this.#until("every own edit is acknowledged", () => !this.#document.isDirty(), ms);
  }

  /** Writes each entry as a message of its own. */
  async write({ entries }) {
    for (const [key, value] of Object.entries(entries)) {
      this.#document.map.set(key, value);
      await nextTurn();
    }
  }

  /** Writes all entries in one turn, which a runtime that batches sends as one batch. */
  async writeAtOnce({ entries }) {
    this.#setAll(entries);
  }

  async remove({ keys }) {
    for (const key of keys) {
      this.#document.map.delete(key);
    }
  }

  /** Types into the text, one character a message. */
  async type({ at, text }) {
    for (const [offset, character] of [...text].entries()) {
      this.#document.text.insertText(Math.min(at + offset, this.#document.text.getLength()), character);
      await nextTurn();
    }
  }

  /** The plain values of the map, and the text. */
  async read() {
    const entries = [...this.#document.map.entries()].filter(([, value]) => typeof value !== "object");
    return { entries: Object.fromEntries(entries), text: this.#document.text?.getText() };
  }

  /** Waits until the map holds all of the entries. */
  async awaitEntries({ entries, ms }) {
    const missing = () => Object.entries(entries).filter(([key, value]) => this.#document.map.get(key) !== value);
    await this.#until(
      "the map holds the entries",
      () => missing().length === 0,
      ms,
      () => ({ missing: missing().slice(0, 5) }),
    );
  }

  /** Waits until every op up to a sequence number was applied. */
  async awaitSequenceNumber({ sequenceNumber, ms }) {
    const last = () => this.#document.store.deltaManager.lastSequenceNumber;
    await this.#until(`op ${sequenceNumber} is applied`, () => last() >= sequenceNumber, ms, last);
  }

  async signal({ type, content, target }) {
    this.#document.store.submitSignal(type, content, ...(target === undefined ? [] : [target]));
  }

  async awaitSignal({ type, content, ms }) {
    const seen = (signal) => signal.type === type && signal.content === content;
    await this.#until(
      `signal ${type} ${content}`,
      () => this.#signals.some(seen),
      ms,
      () => this.#signals,
    );
    return { count: this.#signals.filter(seen).length };
  }

  async signals() {
    return this.#signals;
  }

  async hasPresence() {
    return this.#presence !== undefined && this.#document.fluidContainer !== undefined;
  }

  /** Starts presence; from then on other attendees are noted. */
  async startPresence() {
    const { attendees } = this.#presence(this.#document.fluidContainer);
    const note = ({ attendeeId }) => {
      this.#attendees.add(attendeeId);
      this.#changes.notify();
    };
    attendees.events.on("attendeeConnected", note);
    attendees.getAttendees().forEach(note);
    return { self: attendees.getMyself().attendeeId };
  }

  async awaitAttendee({ attendeeId, ms }) {
    await this.#until(
      `attendee ${attendeeId}`,
      () => this.#attendees.has(attendeeId),
      ms,
      () => [...this.#attendees],
    );
  }

  /** Uploads a blob and keeps its handle in the map. */
  async uploadBlob({ key, base64 }) {
    const bytes = Buffer.from(base64, "base64");
    const handle = await this.#document.store.uploadBlob(new Uint8Array(bytes).buffer);
    this.#document.map.set(key, handle);
    return { path: handle.absolutePath };
  }

  async downloadBlob({ key, ms }) {
    const handle = await this.#until(`blob handle ${key}`, () => this.#document.map.get(key), ms);
    return { base64: Buffer.from(await handle.get()).toString("base64") };
  }

  async awaitSummaryAcks({ count, ms }) {
    const acks = () => this.#summaryMessages.filter(({ type }) => type === "summaryAck");
    await this.#until(
      `summary ack ${count}`,
      () => acks().length >= count,
      ms,
      () => this.#summaryMessages,
    );
    return { acks: acks().length };
  }

  /** Writes as soon as the connection is lost for the next time, before anything else can happen. */
  async writeOnDisconnect({ entries }) {
    let isDue = true;
    this.#document.on("disconnected", () => {
      // A read connection that turns into a write connection is a further disconnect.
      if (isDue) {
        isDue = false;
        this.#setAll(entries);
      }
    });
  }

  /** Writes one edit after the other, connected or not, until stopped. */
  async startStream({ prefix, everyMs }) {
    let count = 0;
    const edit = () => {
      count += 1;
      const name = `${prefix}${String(count).padStart(5, "0")}`;
      this.#document.map.set(name, `${name}.`);
    };
    const timer = setInterval(edit, everyMs);
    this.#stream = () => {
      clearInterval(timer);
      return count;
    };
  }

  async stopStream() {
    return { count: this.#stream() };
  }

  async awaitDisconnects({ count, ms }) {
    await this.#until(`${count} disconnects`, () => this.#disconnects >= count, ms);
  }

  /** How often other clients' sets of keys with this prefix were applied here. */
  async remoteSets({ prefix }) {
    return Object.fromEntries([...this.#remoteSets].filter(([key]) => key.startsWith(prefix)));
  }

  async progress() {
    const { deltaManager } = this.#document.store;
    return {
      base: deltaManager.initialSequenceNumber,
      firstOp: this.#firstOp,
      lastOp: deltaManager.lastSequenceNumber,
      opsAskedFrom: this.#traffic.opsAskedFrom(),
      isDisposed: this.#document.isDisposed(),
      closedBy: this.#closedBy,
    };
  }

  async requests({ part }) {
    return this.#traffic.matching(part);
  }

  async dispose() {
    this.#document.dispose();
  }

  #setAll(entries) {
    for (const [key, value] of Object.entries(entries)) {
      this.#document.map.set(key, value);
    }
  }

  #observe(document) {
    this.#document = document;
    const { map, store } = document;
    const changed = () => this.#changes.notify();
    for (const event of ["connected", "saved", "dirty"]) {
      document.on(event, changed);
    }
    document.on("disconnected", () => {
      this.#disconnects += 1;
      changed();
    });
    document.on("disposed", (error) => {
      this.#closedBy = error?.message;
      changed();
    });
    map.on("valueChanged", ({ key }, local) => {
      if (!local) {
        this.#remoteSets.set(key, (this.#remoteSets.get(key) ?? 0) + 1);
      }
      changed();
    });
    store.on("signal", ({ type, content, clientId }, local) => {
      this.#signals.push({ type, content, clientId, local });
      changed();
    });
    store.deltaManager.on("op", (op) => {
      this.#firstOp ??= op.sequenceNumber;
      if (systemTypesOfInterest.has(op.type)) {
        this.#summaryMessages.push({ type: op.type, sequenceNumber: op.sequenceNumber });
      }
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
