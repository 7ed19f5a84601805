// SPDX-License-Identifier: Apache-2.0

import { createHash } from "node:crypto";

/** A digest of all that channels hold, the same as that of `StateDigest` of the Java side; members of objects are sorted. */
export function digestOf(channels, storeIds) {
  const hash = createHash("sha256");
  const named = [...channels].map(([path, channel]) => {
    const [alias, id] = path.split("/");
    return [`${storeIds.get(alias)}/${id}`, channel];
  });
  for (const [path, channel] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\n`);
    hash.update(JSON.stringify(stateOf(channel)));
  }
  return hash.digest("hex").slice(0, 16);
}

function stateOf(channel) {
  switch (channel.attributes.type.split("/").at(-1)) {
    case "map":
      return entriesOf(channel);
    case "directory":
      return directoryOf(channel);
    case "mergeTree":
      return runsOf(channel);
    case "sharedmatrix":
      return matrixOf(channel);
    case "counter":
      return channel.value;
    case "cell":
      return value(channel.get());
    default:
      throw new Error(`recordings have no ${channel.attributes.type}`);
  }
}

const value = (found) => (found === undefined ? "absent" : sorted(found));

function sorted(found) {
  if (found === null || typeof found !== "object") {
    return found;
  }
  return Array.isArray(found)
    ? found.map(sorted)
    : Object.fromEntries(Object.keys(found).sort().map((name) => [name, sorted(found[name])]));
}

const entriesOf = (map) => Object.fromEntries([...map.keys()].sort().map((key) => [key, value(map.get(key))]));

const directoryOf = (directory) => [
  entriesOf(directory),
  ...[...directory.subdirectories()].flatMap(([name, child]) => [name, directoryOf(child)]),
];

function matrixOf(matrix) {
  const rows = [];
  for (let row = 0; row < matrix.rowCount; row++) {
    const cells = [];
    for (let column = 0; column < matrix.colCount; column++) {
      cells.push(value(matrix.getCell(row, column)));
    }
    rows.push(cells);
  }
  return rows;
}

/** Text by maximal runs of equal properties. */
function runsOf(string) {
  const runs = [];
  let last = "";
  string.walkSegments((segment) => {
    const properties = sorted(segment.properties ?? {});
    const text = JSON.stringify(properties);
    if (text === last) {
      runs.at(-1)[0] += segment.text;
    } else {
      runs.push([segment.text, properties]);
      last = text;
    }
    return true;
  });
  return runs;
}
