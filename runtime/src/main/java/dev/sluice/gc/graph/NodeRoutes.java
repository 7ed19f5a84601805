package dev.sluice.gc.graph;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a document, by absolute path, and where each refers to (garbage-collection §1.3).
 *
 * <p>They come in parts: the nodes of a data store are one, all blobs are one, the container is one. Whoever makes these maps time
 * and again hands over the same part where nothing changed, so that {@link #forEachChange} looks at each part, and only in changed
 * ones at each node.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class NodeRoutes extends AbstractMap<String, List<String>> {
    /** No nodes. */
    public static final NodeRoutes EMPTY = new NodeRoutes(new Part[0]);

    private final Part[] parts;
    private final int size;
    /** Made for the first who asks for a node. */
    private volatile @Nullable Map<String, Part> byOwner;

    private NodeRoutes(Part[] parts) {
        this.parts = parts;
        this.size = Arrays.stream(parts).mapToInt(part -> part.routes.size()).sum();
    }

    /** Returns the nodes of parts, none of which has the owner of another. */
    public static NodeRoutes of(Collection<Part> parts) {
        return new NodeRoutes(parts.toArray(new Part[0]));
    }

    /** Returns nodes in parts of their own. */
    public static NodeRoutes of(Map<String, List<String>> nodes) {
        if (nodes instanceof NodeRoutes already) {
            return already;
        }
        Map<String, Map<String, List<String>>> byOwner = new LinkedHashMap<>();
        nodes.forEach((id, routes) -> byOwner.computeIfAbsent(owner(id), first -> new LinkedHashMap<>())
                .put(id, routes));
        List<Part> parts = new ArrayList<>(byOwner.size());
        byOwner.forEach((owner, routes) -> parts.add(new Part(owner, routes)));
        return of(parts);
    }

    /** Returns the path of what a node lies in: its data store, all blobs, or the container. */
    private static String owner(String id) {
        int end = id.indexOf('/', 1);
        return end < 0 ? id : id.substring(0, end);
    }

    /** Returns the part of an owner, which is a path of one name, or {@code /}. */
    public Optional<Part> part(String owner) {
        return Optional.ofNullable(index().get(owner));
    }

    /** Returns the parts. */
    public List<Part> parts() {
        return Collections.unmodifiableList(Arrays.asList(parts));
    }

    /** Tells of every node that is here or was there before, and not with the same routes. */
    public void forEachChange(NodeRoutes before, Change change) {
        int i = 0;
        while (i < parts.length && i < before.parts.length && parts[i].hasOwnerOf(before.parts[i])) {
            parts[i].forEachChange(before.parts[i], change);
            i++;
        }
        Map<String, Part> former = new LinkedHashMap<>();
        for (int k = i; k < before.parts.length; k++) {
            former.put(before.parts[k].owner, before.parts[k]);
        }
        for (int k = i; k < parts.length; k++) {
            Part known = former.remove(parts[k].owner);
            parts[k].forEachChange(known == null ? new Part(parts[k].owner, Map.of()) : known, change);
        }
        former.values().forEach(gone -> gone.routes.forEach((id, routes) -> change.changed(id, routes, null)));
    }

    @Override
    public @Nullable List<String> get(@Nullable Object id) {
        return id instanceof String path ? routes(path) : null;
    }

    private @Nullable List<String> routes(String id) {
        Part part = index().get(owner(id));
        return part == null ? null : part.routes.get(id);
    }

    @Override
    public boolean containsKey(@Nullable Object id) {
        return get(id) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super List<String>> action) {
        for (Part part : parts) {
            part.routes.forEach(action);
        }
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, List<String>>> iterator() {
                return Arrays.stream(parts)
                        .flatMap(part -> part.routes.entrySet().stream())
                        .iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private Map<String, Part> index() {
        Map<String, Part> index = byOwner;
        if (index == null) {
            index = new HashMap<>(parts.length * 2);
            for (Part part : parts) {
                index.put(part.owner, part);
            }
            byOwner = index;
        }
        return index;
    }

    /** Is told what changed. */
    @FunctionalInterface
    public interface Change {
        /**
         * A node came, went, or refers to something else.
         *
         * @param before where it referred to; null if it was none
         * @param now where it refers to; null if it is none any more
         */
        void changed(String id, @Nullable List<String> before, @Nullable List<String> now);
    }

    /** The nodes that lie in one data store, or all blobs, or the container. Immutable; one that is another object may differ. */
    public static final class Part {
        private final String owner;
        private final Map<String, List<String>> routes;

        /**
         * Makes a part.
         *
         * @param owner the path of what all nodes lie in
         * @param routes where each node refers to
         */
        public Part(String owner, Map<String, List<String>> routes) {
            this.owner = owner;
            this.routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        }

        /** Returns the path of what all nodes lie in. */
        public String owner() {
            return owner;
        }

        /** Returns where each node refers to. */
        public Map<String, List<String>> routes() {
            return routes;
        }

        /** Returns this part if it has these routes, and else one that does. */
        public Part with(Map<String, List<String>> now) {
            return routes.equals(now) ? this : new Part(owner, now);
        }

        private boolean hasOwnerOf(Part other) {
            return this == other || owner.equals(other.owner);
        }

        private void forEachChange(Part before, Change change) {
            if (this == before) {
                return;
            }
            routes.forEach((id, now) -> {
                List<String> known = before.routes.get(id);
                if (!now.equals(known)) {
                    change.changed(id, known, now);
                }
            });
            before.routes.forEach((id, known) -> {
                if (!routes.containsKey(id)) {
                    change.changed(id, known, null);
                }
            });
        }
    }
}
