package dev.sluice.container.store;

import dev.sluice.container.snapshot.StoredTree;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.container.summary.SummaryWriter;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data stores of a container. Confined to the document's thread.
 *
 * @param <S> the data stores
 * @since 0.1
 */
public final class StoreTable<S extends HostedStore> {
    private final StoreHost host;
    private final StoreFactory<S> factory;
    private final Map<String, StoreEntry<S>> entries = new LinkedHashMap<>();
    private NodeRoutes.Part container = new NodeRoutes.Part(NodePath.ROOT.text(), Map.of());
    private int deleted;

    /** Makes an empty table. */
    public StoreTable(StoreHost host, StoreFactory<S> factory) {
        this.host = host;
        this.factory = factory;
    }

    /** Adds the data stores of a snapshot. */
    public void load(Map<String, StoredTree> trees, long sequenceNumber) {
        trees.forEach((id, tree) -> entries.put(id, StoreEntry.stored(host, factory, id, tree, sequenceNumber)));
    }

    /** How many data stores were made here or loaded so far, for ids that follow each other. */
    public int count() {
        return entries.size() + deleted;
    }

    /** Makes a data store that nobody else knows. */
    public StoreEntry<S> create(String id, List<String> packagePath) {
        checkFree(id);
        StoreEntry<S> entry = StoreEntry.created(host, factory, id, packagePath);
        entries.put(id, entry);
        return entry;
    }

    /**
     * Makes a data store that nobody else knows, of content that was written before.
     *
     * @param content as an attach op carries it
     */
    public StoreEntry<S> copy(String id, List<String> packagePath, StoredTree content) {
        checkFree(id);
        StoreEntry<S> entry = StoreEntry.copied(host, factory, id, packagePath, content);
        entries.put(id, entry);
        return entry;
    }

    /**
     * Adds a data store that an op made known.
     *
     * @param content empty if the op told only the package
     */
    public StoreEntry<S> add(String id, String type, Optional<StoredTree> content, long sequenceNumber) {
        checkFree(id);
        StoreEntry<S> entry = content.map(tree -> StoreEntry.stored(host, factory, id, tree, sequenceNumber))
                .orElseGet(() -> StoreEntry.empty(host, factory, id, type, sequenceNumber));
        entries.put(id, entry);
        return entry;
    }

    /** Adds a data store whose attach op of a former session is pending. */
    public void addPending(String id, String type, Optional<StoredTree> content, long sequenceNumber) {
        add(id, type, content, sequenceNumber).attaching();
    }

    private void checkFree(String id) {
        if (entries.containsKey(id)) {
            throw new IllegalArgumentException("data store " + id + " exists already");
        }
    }

    /** Returns a data store. */
    public Optional<StoreEntry<S>> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** All data stores. */
    public Collection<StoreEntry<S>> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Those that somebody needed, for whatever concerns all of them. */
    public List<S> open() {
        List<S> open = new ArrayList<>();
        for (StoreEntry<S> entry : entries.values()) {
            if (entry.isOpen()) {
                open.add(entry.store());
            }
        }
        return open;
    }

    /** A member left. */
    public void memberLeft(String clientId, long sequenceNumber) {
        if (factory.hearsOfMembers()) {
            entries.values().forEach(entry -> entry.store().memberLeft(clientId, sequenceNumber));
        }
    }

    /** Makes a data store known to other clients, if they do not know it. */
    public void attach(StoreEntry<S> entry) {
        if (host.view().attachState() == AttachState.DETACHED) {
            return;
        }
        entry.attach();
    }

    /** What a handle leads to is about to be seen by others: makes it known to them first. */
    public void attachTarget(NodePath target) {
        List<String> names = target.names();
        StoreEntry<S> entry = names.isEmpty() ? null : entries.get(names.get(0));
        if (entry == null || host.view().attachState() == AttachState.DETACHED) {
            return;
        }
        if (entry.attachState() == AttachState.DETACHED) {
            entry.attach();
        } else if (names.size() > 1 && entry.isOpen() && !entry.isBeingWritten()) {
            entry.store().attachPart(names.get(1));
        }
    }

    /** The own attach op of a data store was sequenced. */
    public void attached(String id, long sequenceNumber) {
        StoreEntry<S> entry = entries.get(id);
        if (entry != null) {
            entry.attached();
            entry.touched(sequenceNumber);
        }
    }

    /** Somebody's alias keeps a data store from now on. */
    public void aliased(String id, long sequenceNumber) {
        StoreEntry<S> entry = entries.get(id);
        if (entry != null) {
            entry.aliased();
            entry.touched(sequenceNumber);
        }
    }

    /** Forgets a data store that was swept. */
    public Optional<StoreEntry<S>> delete(String id) {
        StoreEntry<S> entry = entries.remove(id);
        if (entry != null) {
            deleted++;
            entry.deleted();
        }
        return Optional.ofNullable(entry);
    }

    /** A root goes along with the container that is being made known, and what it refers to. */
    public void attachWithContainer(NodePath target) {
        List<String> names = target.names();
        StoreEntry<S> entry = names.isEmpty() ? null : entries.get(names.get(0));
        if (entry != null) {
            entry.attachWithContainer();
        }
    }

    /** The container is known: so is what went along with it, but not what was made meanwhile and has an op of its own. */
    public void containerAttached() {
        entries.values().forEach(StoreEntry::containerAttached);
    }

    /** Writes those that other clients know, or will know with the container. */
    public SummaryTree summarize(SummaryWriter writer, SummaryRequest request, AttachState from) {
        SummaryTree.Builder tree = SummaryTree.builder();
        entries.forEach((id, entry) -> {
            if (entry.attachState().compareTo(from) >= 0) {
                tree.put(id, entry.summarize(writer, request));
            }
        });
        return tree.build();
    }

    /**
     * Takes over what a summary tells of nodes of the data stores that were loaded from it (garbage-collection §1.4).
     *
     * @param nodes of the whole document
     */
    public void knowNodes(NodeRoutes nodes) {
        entries.forEach((id, entry) -> nodes.part(NodePath.ofStore(id).text()).ifPresent(entry::knowNodes));
    }

    /** Forgets what is known of nodes: the contents tell, all of them. */
    public void forgetNodes() {
        entries.values().forEach(StoreEntry::forgetNodes);
    }

    /** Returns the nodes of each data store that others know, and the container with its roots. */
    public List<NodeRoutes.Part> gcNodes() {
        List<NodeRoutes.Part> parts = new ArrayList<>(entries.size() + 1);
        List<String> roots = new ArrayList<>();
        for (StoreEntry<S> entry : entries.values()) {
            if (entry.attachState() == AttachState.ATTACHED) {
                parts.add(entry.gcNodes());
                if (entry.isRoot()) {
                    roots.add(NodePath.ofStore(entry.id()).text());
                }
            }
        }
        container = container.with(Map.of(NodePath.ROOT.text(), roots));
        parts.add(container);
        return parts;
    }
}
