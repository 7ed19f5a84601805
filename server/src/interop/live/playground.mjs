// SPDX-License-Identifier: Apache-2.0

/**
 * Defines a data object that holds one of each structure a generation has, by name, as channels that its `root` refers to.
 * Handed in rather than imported: modules in this folder see no `node_modules`.
 *
 * @param {object} packages
 * @param {any} packages.DataObject
 * @param {any} packages.DataObjectFactory
 * @param {Record<string, any>} structures the class of each, by the name under which `root` has it
 */
export function definePlayground({ DataObject, DataObjectFactory }, structures) {
  class Playground extends DataObject {
    parts = {};

    /** The data store runtime; protected in the typed API, the data object's own to share. */
    get store() {
      return this.runtime;
    }

    /** Makes another of its kind, which nothing refers to yet. */
    async another() {
      return Playground.factory.createInstance(this.context.containerRuntime);
    }

    /** Asks the whole document for a path, as a handle to it would. */
    async resolve(url) {
      return this.context.containerRuntime.resolveHandle({ url });
    }

    async initializingFirstTime() {
      for (const [name, kind] of Object.entries(structures)) {
        this.root.set(name, kind.create(this.runtime, name).handle);
      }
    }

    async hasInitialized() {
      for (const name of Object.keys(structures)) {
        this.parts[name] = await this.root.get(name)?.get();
      }
    }

    /** What a suite's document has at least. */
    get map() {
      return this.parts.map;
    }
  }

  Playground.factory = new DataObjectFactory(
    "interop-playground",
    Playground,
    [...new Set(Object.values(structures))].map((kind) => kind.getFactory()),
    {},
  );
  return Playground;
}
