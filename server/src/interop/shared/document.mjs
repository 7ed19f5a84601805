// SPDX-License-Identifier: Apache-2.0

/**
 * One open container, whatever client opened it.
 *
 * @typedef {object} OpenDocument
 * @property {any} map SharedMap with the suite's edits
 * @property {any} [text] SharedString, in generations that have one
 * @property {any} [tree] lines in a SharedTree, where they are asked for
 * @property {any} store data store runtime of the board
 * @property {any} [fluidContainer] the service client's container, if a service client opened it
 * @property {any} [container] the loader's container, if a bare loader opened it
 * @property {any} board the data object that holds the content
 * @property {(event: "connected" | "disconnected" | "saved" | "dirty" | "disposed", listener: (...args: any[]) => void) => void} on
 * @property {() => Promise<string>} attach resolves to the document id
 * @property {() => boolean} isConnected
 * @property {() => boolean} isDirty
 * @property {() => boolean} isDisposed
 * @property {() => void} dispose
 */

/**
 * How one generation's packages reach a service.
 *
 * @typedef {object} Access
 * @property {() => Promise<OpenDocument>} create a detached container
 * @property {(id: string) => Promise<OpenDocument>} load
 * @property {string[]} [told] names of events that say that something is wrong
 * @property {(id: string) => Promise<void>} [summarize] writes a summary, as a client of its own
 */

/** ConnectionState.Connected, the same number in every generation. */
const connected = 2;

/** @returns {OpenDocument} */
export function fromFluidContainer(container) {
  const { map, text, board } = container.initialObjects;
  return {
    map,
    text,
    store: board.store,
    board,
    fluidContainer: container,
    on: (event, listener) => container.on(event, listener),
    attach: () => container.attach(),
    isConnected: () => container.connectionState === connected,
    isDirty: () => container.isDirty,
    isDisposed: () => container.disposed,
    dispose: () => container.dispose(),
  };
}

/**
 * @param {any} container the loader's container
 * @param {any} board its default data store
 * @param {any} createRequest names the place of a new document
 * @returns {OpenDocument}
 */
export function fromContainer(container, board, createRequest) {
  return {
    map: board.map,
    text: board.text,
    store: board.store,
    board,
    container,
    on: (event, listener) => container.on(event === "disposed" ? "closed" : event, listener),
    attach: async () => {
      await container.attach(createRequest);
      return container.resolvedUrl.id;
    },
    isConnected: () => container.connectionState === connected,
    isDirty: () => container.isDirty,
    isDisposed: () => container.closed,
    dispose: () => {
      container.close();
      // Present since 2.x, where a closed container keeps its runtime until it is disposed too.
      container.dispose?.();
    },
  };
}
