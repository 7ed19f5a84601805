package dev.sluice.dds.directory;

import org.jspecify.annotations.Nullable;

/** The pending creation or deletion of a directory. Immutable; two are the same only if they are one object. */
final class SubEdit {
    private final String name;
    private final @Nullable Instance created;

    private SubEdit(String name, @Nullable Instance created) {
        this.name = name;
        this.created = created;
    }

    static SubEdit create(Instance created) {
        return new SubEdit(created.name(), created);
    }

    static SubEdit delete(String name) {
        return new SubEdit(name, null);
    }

    String name() {
        return name;
    }

    /** Returns what is created; {@code null} for a deletion. */
    @Nullable
    Instance created() {
        return created;
    }

    SubdirectoryChange.Kind kind() {
        return created == null ? SubdirectoryChange.Kind.DELETED : SubdirectoryChange.Kind.CREATED;
    }
}
