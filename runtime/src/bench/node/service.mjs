// SPDX-License-Identifier: Apache-2.0

import { EventEmitter } from "node:events";

const resolvedUrl = { type: "fluid", id: "recorded", url: "https://bench/bench/recorded", tokens: {}, endpoints: {} };

export const urlResolver = {
  resolve: async () => resolvedUrl,
  getAbsoluteUrl: async () => resolvedUrl.url,
};

/** A driver whose service is a recording in memory. */
export class RecordedService {
  /**
   * @param {import("./recording.mjs").Recording} recording
   * @param {"read" | "write"} mode what clients may do
   */
  constructor(recording, mode) {
    this.recording = recording;
    this.mode = mode;
  }

  async createDocumentService() {
    return new RecordedDocument(this.recording, this.mode);
  }

  async createContainer() {
    throw new Error("a recording is read only");
  }
}

/**
 * The way to the document. Readers are only told how far the log goes; one writer's messages are ordered and come back at once.
 */
class RecordedDocument extends EventEmitter {
  resolvedUrl = resolvedUrl;
  policies = { storageOnly: false };

  constructor(recording, mode) {
    super();
    this.recording = recording;
    this.mode = mode;
  }

  async connectToStorage() {
    const { recording } = this;
    return {
      policies: { caching: 0, maximumCacheDurationMs: 432_000_000 },
      getSnapshotTree: async () => recording.tree,
      getVersions: async () => [{ id: "recorded", treeId: "recorded" }],
      readBlob: async (id) => recording.blob(id),
      createBlob: async () => Promise.reject(new Error("a recording is read only")),
      uploadSummaryWithContext: async () => Promise.reject(new Error("a recording is read only")),
      downloadSummary: async () => Promise.reject(new Error("a recording is read only")),
    };
  }

  async connectToDeltaStorage() {
    const { recording } = this;
    return {
      fetchMessages(from, to) {
        let next = from;
        const read = async () => {
          const end = Math.min(to ?? Infinity, recording.count + 1);
          if (next >= end) {
            return { done: true };
          }
          const value = recording.page(next, end);
          next += value.length;
          return { done: false, value };
        };
        return { read };
      },
    };
  }

  async connectToDeltaStream(client) {
    return this.mode === "write" ? new Echo(client, this.recording.count) : new Silence(this.recording.count);
  }

  dispose() {}
}

/** What every connection says of itself. */
class Connection extends EventEmitter {
  version = "^0.4.0";
  existing = true;
  initialMessages = [];
  initialSignals = [];
  initialClients = [];
  serviceConfiguration = { maxMessageSize: 16_384, blockSize: 65_536 };
  disposed = false;

  constructor(clientId, mode, scopes) {
    super();
    this.clientId = clientId;
    this.mode = mode;
    this.claims = { documentId: "recorded", scopes, tenantId: "bench", user: { id: clientId }, iat: 0, exp: 2e9, ver: "1.0" };
  }

  submitSignal() {}

  dispose() {
    this.disposed = true;
  }
}

/** A reader's connection, on which nothing happens. */
class Silence extends Connection {
  constructor(checkpointSequenceNumber) {
    super("reader", "read", ["doc:read"]);
    this.checkpointSequenceNumber = checkpointSequenceNumber;
  }

  submit() {
    throw new Error("a recording is read only");
  }
}

/** The connection of the only writer: what is submitted comes back in order, in a turn of its own. */
class Echo extends Connection {
  #sequenceNumber;
  #minimum = 0;

  constructor(client, sequenceNumber) {
    super("writer", "write", ["doc:read", "doc:write"]);
    this.#sequenceNumber = sequenceNumber;
    this.checkpointSequenceNumber = sequenceNumber;
    const data = JSON.stringify({ clientId: this.clientId, detail: client });
    setImmediate(() => this.#tell([this.#op({ type: "join", contents: null, data })]));
  }

  submit(messages) {
    const ops = messages.map((message) => this.#op({ clientId: this.clientId, ...message }));
    setImmediate(() => this.#tell(ops));
  }

  /** Alone, a writer has seen all but what is under way. */
  #op(message) {
    this.#sequenceNumber += 1;
    this.#minimum = Math.max(this.#minimum, message.referenceSequenceNumber ?? 0);
    return {
      clientId: null,
      clientSequenceNumber: -1,
      referenceSequenceNumber: -1,
      minimumSequenceNumber: this.#minimum,
      timestamp: Date.now(),
      traces: [],
      ...message,
      sequenceNumber: this.#sequenceNumber,
    };
  }

  #tell(ops) {
    if (!this.disposed) {
      this.emit("op", "recorded", ops);
    }
  }
}
