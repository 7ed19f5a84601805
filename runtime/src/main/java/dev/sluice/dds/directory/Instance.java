package dev.sluice.dds.directory;

import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.ValueChange;
import dev.sluice.dds.keyed.KeyedState;
import dev.sluice.event.Listeners;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One directory, from its creation to its deletion (dds-formats §8.2). Mutable.
 *
 * <p>Problem: a directory that this client creates is edited at once, but whether and when it comes to be for others is decided by
 * the order of ops, and another client's creation of the same name may come first. Approach: an instance has a sequenced side
 * (number, creators, sequenced values and directories), which only sequenced ops change, and a pending side on top. It is made
 * pending, and the first sequenced creation that this client's own creation would also have meant adopts it: that is so if the
 * oldest pending edit of the name is the creation. A sequenced deletion empties the sequenced side; pending edits stay with the
 * instance and share its fate.
 */
final class Instance {
    private static final Comparator<Instance> ORDER =
            Comparator.comparingLong((Instance i) -> i.sequenceNumber).thenComparingLong(instance -> instance.place);

    private final @Nullable Instance parent;
    private final String name;
    private final String path;
    private final KeyedState keys;
    private final Listeners<ValueChange> valueListeners;
    private final Listeners<SubdirectoryChange> subdirectoryListeners;

    private final Set<String> creators = new LinkedHashSet<>();
    private final Map<String, Instance> sequenced = new LinkedHashMap<>();
    private long sequenceNumber;
    private long place;

    private final List<SubEdit> pending = new ArrayList<>();

    Instance(@Nullable Instance parent, String name, SharedDirectory owner) {
        this.parent = parent;
        this.name = name;
        this.path = parent == null ? Ops.ROOT : Ops.path(parent.path, name);
        this.keys = new KeyedState((key, before, now, isLocal) -> owner.changed(this, key, before, now, isLocal));
        this.valueListeners = owner.valueListeners();
        this.subdirectoryListeners = owner.subdirectoryListeners();
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    KeyedState keys() {
        return keys;
    }

    Listeners<ValueChange> listeners() {
        return valueListeners;
    }

    Listeners<SubdirectoryChange> listenersOfSubdirectories() {
        return subdirectoryListeners;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    Set<String> creators() {
        return creators;
    }

    /** Tells whether an op means this instance: its sender made it, or had seen it. */
    boolean isMeantBy(ChannelOp op) {
        return creators.contains(op.clientId())
                || creators.contains(ChannelContext.DETACHED_CLIENT_ID)
                || sequenceNumber <= op.referenceSequenceNumber();
    }

    /** Gives the sequenced side its identity. */
    void begin(long number, long placeAmongEqual, Collection<String> ids) {
        sequenceNumber = number;
        place = placeAmongEqual;
        creators.clear();
        creators.addAll(ids);
    }

    /** Returns a place behind all directories in this one, for one that is created before others know of it. */
    long nextPlace() {
        return 1
                + sequenced.values().stream()
                        .mapToLong(child -> child.place)
                        .max()
                        .orElse(0);
    }

    void adopt(Instance child) {
        sequenced.put(child.name, child);
    }

    void addCreator(String clientId) {
        creators.add(clientId);
    }

    @Nullable
    Instance sequencedChild(String child) {
        return sequenced.get(child);
    }

    /** Returns the sequenced directories in their order. */
    List<Instance> sequencedChildren() {
        return sequenced.values().stream().sorted(ORDER).toList();
    }

    /** Deletes the sequenced directory of a name with everything in it. */
    void delete(String child) {
        Instance deleted = sequenced.remove(child);
        if (deleted != null) {
            deleted.dispose();
        }
    }

    private void dispose() {
        keys.dispose();
        creators.clear();
        List.copyOf(sequenced.keySet()).forEach(this::delete);
    }

    List<SubEdit> pending() {
        return pending;
    }

    /** Returns the pending instance that the next sequenced creation of a name brings to be, if any. */
    @Nullable
    Instance nextCreated(String child) {
        for (SubEdit edit : pending) {
            if (edit.name().equals(child)) {
                return edit.created();
            }
        }
        return null;
    }

    /** Returns the directory of a name in view. */
    @Nullable
    Instance child(String child) {
        for (int i = pending.size() - 1; i >= 0; i--) {
            if (pending.get(i).name().equals(child)) {
                return pending.get(i).created();
            }
        }
        return sequenced.get(child);
    }

    /** Returns the directories in view, in order. */
    List<Instance> children() {
        List<Instance> children = new ArrayList<>();
        for (Instance child : sequencedChildren()) {
            if (child(child.name) == child) {
                children.add(child);
            }
        }
        for (SubEdit edit : pending) {
            Instance created = edit.created();
            if (created != null && child(edit.name()) == created && !children.contains(created)) {
                children.add(created);
            }
        }
        return children;
    }

    /** Tells whether this is what the application finds at its path. */
    boolean isInView() {
        return parent == null || (parent.child(name) == this && parent.isInView());
    }

    /** Tells whether pending edits of this can still come to something. */
    boolean isAlive() {
        if (parent == null) {
            return true;
        }
        boolean isThere =
                parent.sequenced.get(name) == this || parent.pending.stream().anyMatch(edit -> edit.created() == this);
        return isThere && parent.isAlive();
    }

    /** Returns all instances that are sequenced or created pending, from here on down. */
    void collect(Set<Instance> all) {
        all.add(this);
        sequenced.values().forEach(child -> child.collect(all));
        for (SubEdit edit : pending) {
            Instance created = edit.created();
            if (created != null && !all.contains(created)) {
                created.collect(all);
            }
        }
    }
}
