// SPDX-License-Identifier: Apache-2.0

import { Dice } from "./dice.mjs";
import { OpenDocument } from "./document.mjs";
import { Recording } from "./recording.mjs";
import { RecordedService } from "./service.mjs";
import { digestOf } from "./state.mjs";

const smallDocuments = 100;
const edits = 20_000;
const keys = 1_000;

/** A recording that documents are opened from, and what is open. */
class Benchmark {
  documents = [];

  constructor(folder, kind, mode) {
    this.recording = new Recording(`${folder}/${kind}`);
    this.service = new RecordedService(this.recording, mode);
    const { trees, blobs } = this.recording.tree;
    const aliases = JSON.parse(Buffer.from(this.recording.blobs.get(blobs[".aliases"])).toString());
    const channelIds = ([alias, id]) => [alias, Object.keys(trees[".channels"].trees[id].trees[".channels"].trees)];
    /** The ids of channels, and of the data store, by alias. */
    this.layout = new Map(aliases.map(channelIds));
    this.storeIds = new Map(aliases);
  }

  async open() {
    this.documents.push(await OpenDocument.load(this.service, this.layout));
  }

  digest() {
    return digestOf(this.documents[0].channels, this.storeIds);
  }

  /** Lets go of what a service would hold, so that what is left in memory is the runtime's; tells whether that is possible. */
  letServiceGo() {
    this.recording.forget();
    return true;
  }

  clear() {
    for (const document of this.documents) {
      document.close();
    }
    this.documents = [];
  }
}

/** Loads documents, from what a service has in memory until every channel is open. */
class Load extends Benchmark {
  constructor(folder, kind) {
    super(folder, kind, "read");
    this.count = kind === "small" ? smallDocuments : 1;
  }

  async prepare() {
    this.clear();
  }

  async run() {
    for (let i = 0; i < this.count; i++) {
      await this.open();
    }
  }
}

/** Applies a log to a loaded document, from bytes that a service has in memory until the last op was applied. */
class CatchUp extends Benchmark {
  constructor(folder, kind) {
    super(folder, kind, "read");
    this.count = this.recording.count;
  }

  async prepare() {
    this.clear();
    await this.open();
  }

  async run() {
    await this.documents[0].catchUp(this.count);
  }
}

/** Edits a document alone: so many edits a round, and a round once the one before is acknowledged. */
class Edit extends Benchmark {
  constructor(folder, kind, editsPerRound, edit) {
    super(folder, kind, "write");
    this.editsPerRound = editsPerRound;
    this.edit = edit;
    this.count = Math.floor(edits / editsPerRound) * editsPerRound;
  }

  async prepare() {
    this.clear();
    await this.open();
    await this.documents[0].connect();
  }

  /** On the other side, the service is in the heap that is measured. */
  letServiceGo() {
    return false;
  }

  async run() {
    const [document] = this.documents;
    const one = this.edit(document.channels, new Dice());
    await document.editByRounds(this.count / this.editsPerRound, () => {
      for (let i = 0; i < this.editsPerRound; i++) {
        one();
      }
    });
  }
}

/** Sets keys of a map. */
function set(channels, dice) {
  const map = channels.get("default/map");
  return () => {
    const key = `key${dice.roll(keys)}`;
    map.set(key, dice.roll(1_000_000));
  };
}

/** Inserts and removes up to eight characters anywhere in a text, as much of one as of the other. */
function type(channels, dice) {
  const string = channels.get("default/string");
  return () => {
    const position = dice.roll(string.getLength() - 8);
    const length = 1 + dice.roll(8);
    if (dice.roll(2) === 0) {
      string.insertText(position, "abcdefgh".slice(0, length));
    } else {
      string.removeText(position, position + length);
    }
  };
}

/** Finds a benchmark by its name, as `Benchmark.of` of the Java side does. */
export function benchmarkOf(name, folder) {
  const end = name.lastIndexOf("-");
  const of = name.slice(end + 1);
  switch (name.slice(0, end)) {
    case "load":
      return new Load(folder, of);
    case "catch-up":
      return new CatchUp(folder, of);
    case "map-sets":
      return new Edit(folder, "small", Number(of), set);
    case "text-edits":
      return new Edit(folder, "text", Number(of), type);
    default:
      throw new Error(`there is no benchmark ${name}`);
  }
}
