// SPDX-License-Identifier: Apache-2.0

import { SharedCell } from "@fluidframework/cell/internal";
import { loadExistingContainer } from "@fluidframework/container-loader/legacy";
import { loadContainerRuntime } from "@fluidframework/container-runtime/legacy";
import { SharedCounter } from "@fluidframework/counter/internal";
import { FluidDataStoreRuntime } from "@fluidframework/datastore/internal";
import { SharedDirectory, SharedMap } from "@fluidframework/map/internal";
import { SharedMatrix } from "@fluidframework/matrix/internal";
import { SharedString } from "@fluidframework/sequence/internal";

import { urlResolver } from "./service.mjs";

const structures = [SharedCell, SharedCounter, SharedDirectory, SharedMap, SharedMatrix, SharedString];
const channelFactories = new Map(structures.map((kind) => kind.getFactory()).map((factory) => [factory.type, factory]));

/** A data store whose entry point is its runtime. */
const storeFactory = {
  type: "bench",
  get IFluidDataStoreFactory() {
    return this;
  },
  instantiateDataStore: async (context, existing) =>
    new FluidDataStoreRuntime(context, channelFactories, existing, async (runtime) => runtime),
};

const runtimeFactory = {
  get IRuntimeFactory() {
    return this;
  },
  instantiateRuntime: async (context, existing) =>
    loadContainerRuntime({
      context,
      existing,
      registryEntries: [["bench", Promise.resolve(storeFactory)]],
      runtimeOptions: { summaryOptions: { summaryConfigOverrides: { state: "disabled" } } },
      provideEntryPoint: async (runtime) => runtime,
    }),
};

const codeDetails = { package: "bench" };
const codeLoader = { load: async () => ({ module: { fluidExport: runtimeFactory }, details: codeDetails }) };

const client = { details: { capabilities: { interactive: false } }, permission: [], user: { id: "bench" }, scopes: [] };

/** A document as an application opens it, with every channel in memory. */
export class OpenDocument {
  /** The channels by `store/channel`. */
  channels = new Map();

  constructor(container) {
    this.container = container;
  }

  /** Loads a document and opens all of its channels; it stays at its version until it connects. */
  static async load(service, layout) {
    const container = await loadExistingContainer({
      request: { url: "recorded", headers: { loadMode: { deltaConnection: "none" } } },
      urlResolver,
      documentServiceFactory: service,
      codeLoader,
      options: { client: { ...client, mode: service.mode } },
    });
    const document = new OpenDocument(container);
    await document.#openChannels(layout);
    return document;
  }

  async #openChannels(layout) {
    const runtime = await this.container.getEntryPoint();
    for (const [storeId, ids] of layout) {
      const handle = await runtime.getAliasedDataStoreEntryPoint(storeId);
      const store = await handle.get();
      for (const id of ids) {
        this.channels.set(`${storeId}/${id}`, await store.getChannel(id));
      }
    }
  }

  /** Connects and waits until an op was applied. */
  async catchUp(sequenceNumber) {
    await this.#until("op", (op) => op.sequenceNumber === sequenceNumber, this.container.deltaManager, () =>
      this.container.connect(),
    );
  }

  /** Connects for editing. */
  async connect() {
    await this.#until("connected", () => true, this.container, () => this.container.connect());
  }

  /** Makes edits round by round, each as soon as the one before is acknowledged, and waits for the last. */
  async editByRounds(rounds, round) {
    let made = 0;
    const next = () => {
      if (made === rounds) {
        return true;
      }
      made += 1;
      // In a turn of its own, as an application's edits are.
      queueMicrotask(round);
      return false;
    };
    await this.#until("saved", next, this.container, next);
  }

  #until(event, check, emitter, begin) {
    return new Promise((resolve, reject) => {
      const closed = (error) => reject(error ?? new Error("the container was closed"));
      const heard = (...args) => {
        if (check(...args)) {
          emitter.off(event, heard);
          this.container.off("closed", closed);
          resolve();
        }
      };
      emitter.on(event, heard);
      this.container.on("closed", closed);
      begin();
    });
  }

  close() {
    this.container.dispose();
  }
}
