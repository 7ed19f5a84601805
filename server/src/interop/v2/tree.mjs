// SPDX-License-Identifier: Apache-2.0

import { SchemaFactory, TreeViewConfiguration } from "fluid-framework";

const schema = new SchemaFactory("interop");

class Lines extends schema.array("Lines", schema.string) {}

/** A list of lines in a SharedTree, with the verbs of the suite. */
export class TreeOfLines {
  #view;

  /** @param {import("fluid-framework").ITree} tree */
  constructor(tree) {
    this.#view = tree.viewWith(new TreeViewConfiguration({ schema: Lines }));
    if (this.#view.compatibility.canInitialize) {
      this.#view.initialize([]);
    }
  }

  add(line) {
    this.#view.root.insertAtEnd(line);
  }

  lines() {
    return [...this.#view.root];
  }
}
