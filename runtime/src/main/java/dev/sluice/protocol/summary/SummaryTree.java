package dev.sluice.protocol.summary;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named parts of a summary.
 *
 * <p>Names are plain: not yet encoded as path segments. The order of entries is kept but means nothing; two trees of the same
 * entries are equal. Immutable.
 *
 * @param entries the parts by name
 * @param unreferenced whether the writer found nothing that refers to this part
 * @param groupId the loading group this part belongs to, if any
 * @since 0.1
 */
public record SummaryTree(
        Map<String, SummaryObject> entries,
        boolean unreferenced,
        @Nullable String groupId) implements SummaryObject {
    /** Creates a tree of a copy of the given entries. */
    public SummaryTree {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Creates a tree that is referenced and belongs to no group. */
    public SummaryTree(Map<String, SummaryObject> entries) {
        this(entries, false, null);
    }

    /** Returns a builder without entries. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SummaryType type() {
        return SummaryType.TREE;
    }

    /** Collects the entries of a tree; confined to one thread. */
    public static final class Builder {
        private final Map<String, SummaryObject> entries = new LinkedHashMap<>();
        private boolean unreferenced;
        private @Nullable String groupId;

        private Builder() {}

        /**
         * Adds a part.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder put(String name, SummaryObject part) {
            if (entries.putIfAbsent(name, part) != null) {
                throw new IllegalArgumentException("a summary tree names \"" + name + "\" twice");
            }
            return this;
        }

        /** Adds a blob of the text's UTF-8 bytes. */
        public Builder text(String name, String text) {
            return put(name, SummaryBlob.ofText(text));
        }

        /** Marks the tree as one that nothing refers to. */
        public Builder unreferenced() {
            unreferenced = true;
            return this;
        }

        /** Puts the tree into a loading group. */
        public Builder groupId(String group) {
            groupId = group;
            return this;
        }

        /** Returns the tree. */
        public SummaryTree build() {
            return new SummaryTree(entries, unreferenced, groupId);
        }
    }
}
