package dev.sluice.protocol.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a small object, in order, in two arrays: a quarter of the memory of a linked hash map, and looked through as fast
 * as that finds one. Immutable.
 */
final class FewMembers extends AbstractMap<String, JsonValue> {
    /** With more, looking through them takes longer than hashing. */
    static final int MOST = 8;

    private final String[] names;
    private final JsonValue[] values;

    /** Makes one of arrays of the same length that nobody changes any more. */
    FewMembers(String[] names, JsonValue[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns where a name is among the first so many, or -1. */
    static int indexOf(@Nullable Object name, @Nullable String[] names, int count) {
        for (int i = 0; i < count; i++) {
            String there = names[i];
            if (there != null && there.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public @Nullable JsonValue get(@Nullable Object name) {
        int index = indexOf(name, names, names.length);
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name, names, names.length) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    /** Not the one of the superclass, which every map would keep once it was asked for it. */
    @Override
    public Collection<JsonValue> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public Set<Map.Entry<String, JsonValue>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, JsonValue>> iterator() {
                return new Entries();
            }
        };
    }

    /**
     * The names of objects made before: many objects of a document have the same, and need them once. Each has one place, which
     * goes to the latest. Confined to one thread.
     */
    static final class Shapes {
        private static final int PLACES = 64;

        private final String[] @Nullable [] byHash = new String[PLACES][];

        /**
         * Returns an array of the names from one index to another, which nobody may change.
         *
         * @return nothing if a name comes twice or is an array's index, and so has another place than it was given
         */
        String @Nullable [] of(String[] names, int from, int to) {
            int hash = to - from;
            for (int i = from; i < to; i++) {
                hash = 31 * hash + names[i].hashCode();
            }
            int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
            String[] before = byHash[place];
            if (before != null && Arrays.equals(before, 0, before.length, names, from, to)) {
                return before;
            }
            if (!areInPlace(names, from, to)) {
                return null;
            }
            String[] copy = Arrays.copyOfRange(names, from, to);
            byHash[place] = copy;
            return copy;
        }

        private static boolean areInPlace(String[] names, int from, int to) {
            for (int i = from; i < to; i++) {
                if (JsonObject.isIndex(names[i])
                        || Arrays.asList(names).subList(from, i).contains(names[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    private final class Entries implements Iterator<Map.Entry<String, JsonValue>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, JsonValue> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, JsonValue> entry = Map.entry(names[next], values[next]);
            next++;
            return entry;
        }
    }
}
