// SPDX-License-Identifier: Apache-2.0

/**
 * Defines the suite's data objects from one generation's packages. Handed in rather than imported: modules
 * in this folder see no `node_modules`.
 *
 * - `Board` gives access to what a data object has and a service client hides: signals, blobs, the op stream.
 *   With a service client it stands beside the map as an initial object.
 * - `RootBoard` is the same as the default data store of a bare loader's container, with map and text in it.
 *
 * @param {object} packages
 * @param {any} packages.DataObject
 * @param {any} packages.DataObjectFactory
 * @param {any} packages.SharedMap
 * @param {any} [packages.SharedString] absent where documents hold no text
 */
export function defineBoards({ DataObject, DataObjectFactory, SharedMap, SharedString }) {
  const kinds = SharedString === undefined ? { map: SharedMap } : { map: SharedMap, text: SharedString };

  class Board extends DataObject {
    /** The data store runtime; protected in the typed API, the data object's own to share. */
    get store() {
      return this.runtime;
    }
  }

  class RootBoard extends Board {
    async initializingFirstTime() {
      for (const [name, kind] of Object.entries(kinds)) {
        this.root.set(name, kind.create(this.runtime).handle);
      }
    }

    async hasInitialized() {
      this.map = await this.root.get("map").get();
      this.text = await this.root.get("text")?.get();
    }
  }

  Board.factory = new DataObjectFactory("interop-board", Board, [], {});
  RootBoard.factory = new DataObjectFactory(
    "interop-root",
    RootBoard,
    Object.values(kinds).map((kind) => kind.getFactory()),
    {},
  );
  return { Board, RootBoard, initialObjects: { ...kinds, board: Board } };
}
