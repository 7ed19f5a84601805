// SPDX-License-Identifier: Apache-2.0

/**
 * What can be done to each structure. Places are fractions of the present length, in [0, 1), so that a step makes sense
 * whatever the state is that it meets; where there is nothing to act on, it does nothing.
 */

const at = (fraction, length) => Math.floor(fraction * length);

/** A half-open range of at least one and at most `most`, or undefined in an empty list. */
function range(fraction, most, length) {
  const start = at(fraction, length);
  return length === 0 ? undefined : [start, Math.min(length, start + most)];
}

/** Acts on one of the intervals there are, in the order of their ids. */
function withInterval(text, label, which, act) {
  const all = text.getIntervalCollection(label);
  const ids = [...all].map((interval) => interval.getIntervalId()).sort();
  if (ids.length > 0) {
    act(all, ids[at(which, ids.length)]);
  }
}

/** The steps, by structure and verb: `(structure, arguments)`. */
export const edits = {
  map: {
    set: (map, { key, value }) => map.set(key, value),
    delete: (map, { key }) => map.delete(key),
    clear: (map) => map.clear(),
  },

  directory: {
    set: (directory, { path, key, value }) => directory.getWorkingDirectory(path)?.set(key, value),
    delete: (directory, { path, key }) => directory.getWorkingDirectory(path)?.delete(key),
    clear: (directory, { path }) => directory.getWorkingDirectory(path)?.clear(),
    createSubDirectory: (directory, { path, name }) => directory.getWorkingDirectory(path)?.createSubDirectory(name),
    deleteSubDirectory: (directory, { path, name }) => directory.getWorkingDirectory(path)?.deleteSubDirectory(name),
  },

  counter: {
    increment: (counter, { by }) => counter.increment(by),
  },

  cell: {
    set: (cell, { value }) => cell.set(value),
    delete: (cell) => cell.delete(),
  },

  register: {
    // Told when sequenced; nobody here waits for that, and a lost race is no failure.
    write: (register, { key, value }) => void register.write(key, value).catch(() => {}),
  },

  queue: {
    add: (queue, { value }) => void queue.add(value).catch(() => {}),
    // The item is completed at once; whoever is asked again returns it to the queue.
    take: (queue) => void queue.acquire(async () => "Complete").catch(() => {}),
    return: (queue) => void queue.acquire(async () => "Release").catch(() => {}),
  },

  tasks: {
    volunteer: (tasks, { task }) => void tasks.volunteerForTask(task).catch(() => {}),
    abandon: (tasks, { task }) => tasks.queued(task) && tasks.abandon(task),
    complete: (tasks, { task }) => tasks.assigned(task) && tasks.complete(task),
  },

  tree: {
    add: (tree, { value }) => tree.add(value),
  },

  // Intervals have this interface in 2.x only.
  text: {
    insert: (text, { place, value }) => text.insertText(at(place, text.getLength() + 1), value),
    remove: (text, { place, length }) => {
      const found = range(place, length, text.getLength());
      found && text.removeText(...found);
    },
    annotate: (text, { place, length, properties }) => {
      const found = range(place, length, text.getLength());
      found && text.annotateRange(...found, properties);
    },
    marker: (text, { place, id }) =>
      text.insertMarker(at(place, text.getLength() + 1), 1, { markerId: id, referenceTileLabels: ["tile"] }),
    addInterval: (text, { label, id, place, length, properties }) => {
      const found = range(place, length, text.getLength());
      found &&
        text
          .getIntervalCollection(label)
          .add({ id, start: found[0], end: found[1] - 1, props: { ...properties, intervalId: id } });
    },
    changeInterval: (text, { label, which, place, length }) => {
      const found = range(place, length, text.getLength());
      found && withInterval(text, label, which, (all, id) => all.change(id, { start: found[0], end: found[1] - 1 }));
    },
    annotateInterval: (text, { label, which, properties }) =>
      withInterval(text, label, which, (all, id) => all.change(id, { props: properties })),
    deleteInterval: (text, { label, which }) =>
      withInterval(text, label, which, (all, id) => all.removeIntervalById(id)),
  },

  matrix: {
    insertRows: (matrix, { place, count }) => matrix.insertRows(at(place, matrix.rowCount + 1), count),
    insertCols: (matrix, { place, count }) => matrix.insertCols(at(place, matrix.colCount + 1), count),
    removeRows: (matrix, { place, count }) => {
      const found = range(place, count, matrix.rowCount);
      found && matrix.removeRows(found[0], found[1] - found[0]);
    },
    removeCols: (matrix, { place, count }) => {
      const found = range(place, count, matrix.colCount);
      found && matrix.removeCols(found[0], found[1] - found[0]);
    },
    set: (matrix, { row, column, value }) => {
      if (matrix.rowCount > 0 && matrix.colCount > 0) {
        matrix.setCell(at(row, matrix.rowCount), at(column, matrix.colCount), value);
      }
    },
  },
};
