package dev.sluice.server.live;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Draws steps: edits that make sense whatever state they meet, for places are fractions of a length. Few names, so that clients
 * meet. The same seed gives the same steps.
 */
final class Steps {
    private static final int LARGE_CHARS = 300_000;

    private final Random random;
    private final List<Supplier<JsonObject>> kinds = new ArrayList<>();

    /** Draws steps for structures, from {@code random}. */
    Steps(Random random, List<String> structures) {
        this.random = random;
        structures.forEach(this::add);
    }

    /** Draws a batch of one to four steps. */
    List<JsonObject> batch() {
        List<JsonObject> steps = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            steps.add(kinds.get(random.nextInt(kinds.size())).get());
        }
        return steps;
    }

    /** Draws a step whose op is so large that it is compressed, or cut into chunks if it is written by somebody who cannot. */
    JsonObject large() {
        StringBuilder text = new StringBuilder();
        int unit = 1 + random.nextInt(9);
        while (text.length() < LARGE_CHARS * (1 + random.nextInt(3))) {
            text.append(random.nextInt(10)).append("ab\u00e9\ud83d\ude00".repeat(unit));
        }
        return step("map", "set")
                .put("key", "large")
                .put("value", text.toString())
                .build();
    }

    private void add(String structure) {
        switch (structure) {
            case "map" -> map();
            case "clearing" -> kinds.add(() -> step("map", "clear").build());
            case "directory" -> directory();
            case "counter" ->
                kinds.add(() ->
                        step("counter", "increment").put("by", number(20) - 10).build());
            case "cell" -> cell();
            case "register" ->
                kinds.add(() -> step("register", "write")
                        .put("key", name("ab"))
                        .put("value", number(99))
                        .build());
            case "queue" -> queue();
            case "tasks" -> tasks();
            case "text" -> text();
            case "intervals" -> intervals();
            case "matrix" -> matrix();
            default -> throw new IllegalArgumentException("there are no steps for " + structure);
        }
    }

    private void map() {
        twice(() -> step("map", "set")
                .put("key", name("abcd"))
                .put("value", value())
                .build());
        kinds.add(() -> step("map", "delete").put("key", name("abcd")).build());
    }

    private void directory() {
        twice(() -> step("directory", "set")
                .put("path", path())
                .put("key", name("xy"))
                .put("value", value())
                .build());
        kinds.add(() -> step("directory", "delete")
                .put("path", path())
                .put("key", name("xy"))
                .build());
        kinds.add(() -> step("directory", "clear").put("path", path()).build());
        twice(() -> step("directory", "createSubDirectory")
                .put("path", path())
                .put("name", name("pq"))
                .build());
        kinds.add(() -> step("directory", "deleteSubDirectory")
                .put("path", path())
                .put("name", name("pq"))
                .build());
    }

    private void cell() {
        kinds.add(() -> step("cell", "set").put("value", value()).build());
        kinds.add(() -> step("cell", "delete").build());
    }

    private void queue() {
        kinds.add(() -> step("queue", "add").put("value", number(99)).build());
        kinds.add(() -> step("queue", random.nextBoolean() ? "take" : "return").build());
    }

    private void tasks() {
        kinds.add(() -> step("tasks", "volunteer").put("task", name("tu")).build());
        kinds.add(() -> step("tasks", "abandon").put("task", name("tu")).build());
        kinds.add(() -> step("tasks", "complete").put("task", name("tu")).build());
    }

    private void text() {
        for (int i = 0; i < 3; i++) {
            twice(() -> step("text", "insert")
                    .put("place", place())
                    .put("value", characters())
                    .build());
        }
        twice(() -> step("text", "remove")
                .put("place", place())
                .put("length", 1 + number(5))
                .build());
        twice(() -> step("text", "annotate")
                .put("place", place())
                .put("length", 1 + number(6))
                .put("properties", properties())
                .build());
        kinds.add(() -> step("text", "marker")
                .put("place", place())
                .put("id", "m" + number(1 << 30))
                .build());
    }

    private void intervals() {
        twice(() -> step("text", "addInterval")
                .put("label", name("ij"))
                .put("id", "i" + number(1 << 30))
                .put("place", place())
                .put("length", 1 + number(6))
                .put("properties", properties())
                .build());
        kinds.add(() -> step("text", "changeInterval")
                .put("label", name("ij"))
                .put("which", place())
                .put("place", place())
                .put("length", 1 + number(6))
                .build());
        kinds.add(() -> step("text", "annotateInterval")
                .put("label", name("ij"))
                .put("which", place())
                .put("properties", properties())
                .build());
        kinds.add(() -> step("text", "deleteInterval")
                .put("label", name("ij"))
                .put("which", place())
                .build());
    }

    private void matrix() {
        for (String axis : List.of("Rows", "Cols")) {
            twice(() -> step("matrix", "insert" + axis)
                    .put("place", place())
                    .put("count", 1 + number(3))
                    .build());
            kinds.add(() -> step("matrix", "remove" + axis)
                    .put("place", place())
                    .put("count", 1 + number(2))
                    .build());
        }
        for (int i = 0; i < 2; i++) {
            twice(() -> step("matrix", "set")
                    .put("row", place())
                    .put("column", place())
                    .put("value", number(99))
                    .build());
        }
    }

    private void twice(Supplier<JsonObject> kind) {
        kinds.add(kind);
        kinds.add(kind);
    }

    private static JsonObject.Builder step(String structure, String verb) {
        return JsonObject.builder().put("on", structure).put("do", verb);
    }

    private double place() {
        return random.nextInt(1 << 20) / (double) (1 << 20);
    }

    private long number(int bound) {
        return random.nextInt(bound);
    }

    private String name(String letters) {
        return String.valueOf(letters.charAt(random.nextInt(letters.length())));
    }

    private String path() {
        return switch (random.nextInt(4)) {
            case 0 -> "/";
            case 1 -> "/p";
            case 2 -> "/q";
            default -> "/p/q";
        };
    }

    private String characters() {
        return switch (random.nextInt(5)) {
            case 0 -> "\ud83d\ude00";
            case 1 -> "\u00fc";
            default -> "abcdefghijkl".substring(random.nextInt(6), 6 + random.nextInt(6)) + "x";
        };
    }

    private JsonObject properties() {
        JsonValue value = random.nextInt(4) == 0 ? JsonNull.NULL : JsonValue.of(number(4));
        return JsonObject.of(name("bc"), value);
    }

    private JsonValue value() {
        return switch (random.nextInt(5)) {
            case 0 -> JsonValue.of(characters());
            case 1 -> JsonNull.NULL;
            case 2 -> JsonArray.of(JsonValue.of(number(9)), JsonObject.of("o", JsonValue.of(true)));
            default -> JsonValue.of(number(1000));
        };
    }
}
