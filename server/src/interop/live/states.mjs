// SPDX-License-Identifier: Apache-2.0

/** The state of each structure as plain JSON, in one form for all clients, so that states can be compared as values. */

function plain(value) {
  if (value === undefined) {
    return { $undefined: true };
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if (value.IFluidHandle !== undefined) {
    return { $handle: value.absolutePath };
  }
  return Array.isArray(value)
    ? value.map(plain)
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

const entriesOf = (structure) => Object.fromEntries([...structure.entries()].map(([key, value]) => [key, plain(value)]));

function directoryOf(directory) {
  return {
    entries: entriesOf(directory),
    subdirectories: [...directory.subdirectories()].map(([name, child]) => [name, directoryOf(child)]),
  };
}

const propertiesOf = (properties) =>
  Object.fromEntries(
    Object.entries(properties ?? {})
      .filter(([name]) => name !== "referenceRangeLabels" && name !== "intervalId")
      .map(([name, value]) => [name, plain(value)]),
  );

/** Maximal runs of equal properties, and markers. */
function runsOf(text) {
  const runs = [];
  text.walkSegments((segment) => {
    const props = propertiesOf(segment.properties);
    const last = runs.at(-1);
    if (segment.text === undefined) {
      runs.push({ marker: { refType: segment.refType }, props });
    } else if (last?.text !== undefined && JSON.stringify(sorted(last.props)) === JSON.stringify(sorted(props))) {
      last.text += segment.text;
    } else {
      runs.push({ text: segment.text, props });
    }
    return true;
  });
  return runs;
}

const sorted = (properties) => Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));

function intervalsOf(text) {
  const labels = [...text.getIntervalCollectionLabels()].sort();
  const collections = Object.fromEntries(
    labels.map((label) => {
      const intervals = [...text.getIntervalCollection(label)].map((interval) => [
        interval.getIntervalId(),
        {
          start: text.localReferencePositionToPosition(interval.start),
          end: text.localReferencePositionToPosition(interval.end),
          props: propertiesOf(interval.properties),
        },
      ]);
      return [label, Object.fromEntries(intervals)];
    }),
  );
  // A collection that was only asked for is there at one client and not at another.
  return Object.fromEntries(Object.entries(collections).filter(([, intervals]) => Object.keys(intervals).length > 0));
}

/** The states, by structure. Consensus structures are asked for what all clients know. */
export const states = {
  map: entriesOf,
  directory: directoryOf,
  counter: (counter) => counter.value,
  cell: (cell) => plain(cell.get()),
  register: (register) =>
    Object.fromEntries(
      register.keys().map((key) => [
        key,
        { atomic: plain(register.read(key)), versions: register.readVersions(key).map(plain) },
      ]),
    ),
  queue: (queue) => ({ items: queue.data.asArray().map(plain) }),
  tasks: (tasks) => Object.fromEntries(tasks.taskQueues),
  tree: (tree) => tree.lines(),
  text: (text) => ({ text: text.getText(), length: text.getLength(), runs: runsOf(text), intervals: intervalsOf(text) }),
  matrix: (matrix) =>
    Array.from({ length: matrix.rowCount }, (_, row) =>
      Array.from({ length: matrix.colCount }, (_, column) => plain(matrix.getCell(row, column))),
    ),
};
