package dev.sluice.server.live;

import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.task.TaskManager;
import dev.sluice.dds.text.Interval;
import dev.sluice.dds.text.IntervalCollection;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes steps, as {@code edits.mjs} does at TypeScript clients. */
final class Edits {
    private final Playground playground;
    private final boolean isConnected;

    Edits(Playground playground, boolean isConnected) {
        this.playground = playground;
        this.isConnected = isConnected;
    }

    void take(JsonObject step) {
        String verb = text(step, "do");
        switch (text(step, "on")) {
            case "map" -> map(playground.part("map", SharedMap.class), verb, step);
            case "directory" ->
                playground
                        .part("directory", SharedDirectory.class)
                        .directory(text(step, "path"))
                        .ifPresent(directory -> directory(directory, verb, step));
            case "counter" -> playground.part("counter", SharedCounter.class).increment(integer(step, "by"));
            case "cell" -> cell(playground.part("cell", SharedCell.class), verb, step);
            case "register" ->
                playground
                        .part("register", ConsensusRegisterCollection.class)
                        .write(text(step, "key"), step.require("value"));
            case "queue" -> queue(playground.part("queue", ConsensusQueue.class), verb, step);
            case "tasks" -> tasks(playground.part("tasks", TaskManager.class), verb, text(step, "task"));
            case "text" -> text(playground.part("text", SharedString.class), verb, step);
            case "matrix" -> matrix(playground.part("matrix", SharedMatrix.class), verb, step);
            default -> throw new IllegalArgumentException("an unknown structure in " + step);
        }
    }

    private static void map(SharedMap map, String verb, JsonObject step) {
        switch (verb) {
            case "set" -> map.set(text(step, "key"), step.require("value"));
            case "delete" -> map.delete(text(step, "key"));
            case "clear" -> map.clear();
            default -> throw new IllegalArgumentException("an unknown verb in " + step);
        }
    }

    private static void directory(Directory directory, String verb, JsonObject step) {
        switch (verb) {
            case "set" -> directory.set(text(step, "key"), step.require("value"));
            case "delete" -> directory.delete(text(step, "key"));
            case "clear" -> directory.clear();
            case "createSubDirectory" -> directory.createSubdirectory(text(step, "name"));
            case "deleteSubDirectory" -> directory.deleteSubdirectory(text(step, "name"));
            default -> throw new IllegalArgumentException("an unknown verb in " + step);
        }
    }

    private static void cell(SharedCell cell, String verb, JsonObject step) {
        if (verb.equals("set")) {
            cell.set(step.require("value"));
        } else {
            cell.delete();
        }
    }

    private static void queue(ConsensusQueue queue, String verb, JsonObject step) {
        if (verb.equals("add")) {
            queue.add(step.require("value"));
            return;
        }
        queue.acquire()
                .thenAccept(acquired -> acquired.ifPresent(item -> {
                    if (verb.equals("take")) {
                        item.complete();
                    } else {
                        item.release();
                    }
                }));
    }

    private void tasks(TaskManager tasks, String verb, String task) {
        switch (verb) {
            case "volunteer" -> {
                // Refused offline, here and there.
                if (isConnected) {
                    tasks.volunteer(task);
                }
            }
            case "abandon" -> {
                if (tasks.isQueued(task)) {
                    tasks.abandon(task);
                }
            }
            case "complete" -> {
                if (tasks.isAssigned(task)) {
                    tasks.complete(task);
                }
            }
            default -> throw new IllegalArgumentException("an unknown verb " + verb);
        }
    }

    private static void text(SharedString text, String verb, JsonObject step) {
        Optional<int[]> range = range(step, text.length());
        switch (verb) {
            case "insert" -> text.insert(at(step, "place", text.length() + 1), text(step, "value"));
            case "remove" -> range.ifPresent(found -> text.remove(found[0], found[1]));
            case "annotate" -> range.ifPresent(found -> text.annotate(found[0], found[1], object(step)));
            case "marker" ->
                text.insertMarker(
                        at(step, "place", text.length() + 1),
                        text(step, "id"),
                        new MarkerContent(1),
                        JsonObject.of("referenceTileLabels", JsonArray.of(JsonValue.of("tile"))));
            default -> interval(text.intervals(text(step, "label")), verb, step, range);
        }
    }

    private static void interval(IntervalCollection intervals, String verb, JsonObject step, Optional<int[]> range) {
        if (verb.equals("addInterval")) {
            range.ifPresent(found -> intervals.add(found[0], found[1] - 1, object(step)));
            return;
        }
        List<String> ids = intervals.intervals().stream()
                .map(Interval::id)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(at(step, "which", ids.size()));
        switch (verb) {
            case "changeInterval" -> range.ifPresent(found -> intervals.move(id, found[0], found[1] - 1));
            case "annotateInterval" -> intervals.annotate(id, object(step));
            case "deleteInterval" -> intervals.remove(id);
            default -> throw new IllegalArgumentException("an unknown verb in " + step);
        }
    }

    private static void matrix(SharedMatrix matrix, String verb, JsonObject step) {
        switch (verb) {
            case "insertRows" -> matrix.insertRows(at(step, "place", matrix.rowCount() + 1), count(step));
            case "insertCols" -> matrix.insertColumns(at(step, "place", matrix.columnCount() + 1), count(step));
            case "removeRows" ->
                range(step.require("place"), count(step), matrix.rowCount())
                        .ifPresent(found -> matrix.removeRows(found[0], found[1] - found[0]));
            case "removeCols" ->
                range(step.require("place"), count(step), matrix.columnCount())
                        .ifPresent(found -> matrix.removeColumns(found[0], found[1] - found[0]));
            default -> {
                if (matrix.rowCount() > 0 && matrix.columnCount() > 0) {
                    matrix.set(
                            at(step, "row", matrix.rowCount()),
                            at(step, "column", matrix.columnCount()),
                            step.require("value"));
                }
            }
        }
    }

    private static int at(JsonObject step, String member, int length) {
        return at(step.require(member), length);
    }

    private static int at(JsonValue fraction, int length) {
        return (int) Math.floor(((JsonNumber) fraction).value() * length);
    }

    private static Optional<int[]> range(JsonObject step, int length) {
        return step.has("place") && step.has("length")
                ? range(step.require("place"), (int) integer(step, "length"), length)
                : Optional.empty();
    }

    private static Optional<int[]> range(JsonValue place, int most, int length) {
        int start = at(place, length);
        return length == 0 ? Optional.empty() : Optional.of(new int[] {start, Math.min(length, start + most)});
    }

    private static int count(JsonObject step) {
        return (int) integer(step, "count");
    }

    private static long integer(JsonObject step, String member) {
        return (long) ((JsonNumber) step.require(member)).value();
    }

    private static String text(JsonObject step, String member) {
        return step.string(member).orElseThrow();
    }

    private static JsonObject object(JsonObject step) {
        return step.object("properties").orElseThrow();
    }
}
