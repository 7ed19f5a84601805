package dev.sluice.dds.directory;

import dev.sluice.protocol.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ops of directories and their paths (dds-formats §8.1). */
final class Ops {
    static final String PATH = "path";
    static final String ROOT = "/";

    private static final String TYPE = "type";
    private static final String NAME = "subdirName";
    private static final String CREATE = "createSubDirectory";
    private static final String DELETE = "deleteSubDirectory";

    private Ops() {}

    static JsonObject of(SubdirectoryChange.Kind kind, String path, String name) {
        return JsonObject.builder()
                .put(PATH, path)
                .put(NAME, name)
                .put(TYPE, kind == SubdirectoryChange.Kind.CREATED ? CREATE : DELETE)
                .build();
    }

    /** Returns whether an op creates or deletes a directory, if it does one of the two. */
    static Optional<SubdirectoryChange.Kind> kind(JsonObject op) {
        return switch (op.string(TYPE).orElse("")) {
            case CREATE -> Optional.of(SubdirectoryChange.Kind.CREATED);
            case DELETE -> Optional.of(SubdirectoryChange.Kind.DELETED);
            default -> Optional.empty();
        };
    }

    static Optional<String> name(JsonObject op) {
        return op.string(NAME);
    }

    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    static String path(String parent, String name) {
        return parent.equals(ROOT) ? ROOT + name : parent + "/" + name;
    }

    static void checkName(String name) {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a directory cannot be named \"" + name + "\"");
        }
    }
}
