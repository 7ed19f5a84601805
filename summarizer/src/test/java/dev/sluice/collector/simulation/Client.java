package dev.sluice.collector.simulation;

import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.gc.telemetry.NodeRequest;
import dev.sluice.gc.telemetry.NodeRequest.Origin;
import dev.sluice.gc.telemetry.NodeRequest.Tombstones;
import dev.sluice.protocol.handle.NodePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session of somebody who edits: sees what it has applied, keeps handles in memory, and goes on editing without connection. It
 * ends when the document says so, by its own clock.
 */
final class Client {
    private final int number;
    private final World world;
    private final LocalClock clock;
    private final OpenDocument document;
    private final SessionExpiry expiry;
    private final Set<String> held = new LinkedHashSet<>();
    private final Set<String> recovering = new LinkedHashSet<>();
    private final List<Edit> pending = new ArrayList<>();
    private boolean isOnline;
    private boolean isOpen = true;

    /**
     * What is left of a session that was put aside, to go on with.
     *
     * @param applied the last message that it had applied
     */
    record Saved(Summary base, long applied, List<Edit> pending, Optional<Instant> started) {
        Saved {
            pending = List.copyOf(pending);
        }
    }

    /** Opens the document as it was at a message, without connection. */
    Client(int number, World world, LocalClock clock, Saved from) {
        this.number = number;
        this.world = world;
        this.clock = clock;
        document = new OpenDocument(
                from.base(),
                world.service(),
                world.config(),
                clock,
                world.fault(),
                op -> submit(new Edit.Collection(op, applied())));
        document.follow(from.applied(), this::applied);
        pending.addAll(from.pending());
        expiry = new SessionExpiry(world.config(), clock, from.started());
        if (world.fault() != Fault.NO_SESSION_EXPIRY) {
            expiry.start(clock, this::close);
        }
    }

    private long applied() {
        return document.sequenceNumber();
    }

    OpenDocument document() {
        return document;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean isOnline() {
        return isOnline;
    }

    /** Whether a session that was put aside is over before it goes on. */
    static boolean isOver(Saved saved, GcConfig config, LocalClock clock) {
        return new SessionExpiry(config, clock, saved.started()).isOver();
    }

    // Connection.

    void follow(long until) {
        document.follow(until, this::applied);
    }

    private void applied(Message message) {
        if (message.sender() == number
                && message.edit() instanceof Edit.Collection collection
                && collection.op() instanceof GcOp.TombstoneLoaded loaded) {
            // Only now does everybody know that it is in use.
            String whole = Replica.whole(loaded.nodePath());
            if (recovering.remove(whole) && document.replica().has(whole)) {
                held.add(whole);
            }
        }
    }

    void connect() {
        follow(world.service().head());
        document.session().initialize();
        isOnline = true;
        pending.forEach(edit -> world.service().sequence(number, edit));
        pending.clear();
    }

    void disconnect() {
        isOnline = false;
    }

    void close() {
        isOpen = false;
        isOnline = false;
        expiry.stop();
        document.session().close();
    }

    /** Puts the session aside: handles in memory are lost, edits are not. */
    Saved save() {
        close();
        return new Saved(document.base(), applied(), pending, expiry.started());
    }

    private void submit(Edit edit) {
        if (isOnline) {
            world.service().send(number, edit, 0);
        } else {
            pending.add(edit);
        }
    }

    // What its user does.

    /** Returns what the user could put into the document in the next moment. */
    Set<String> canReferTo() {
        Set<String> all = visible();
        pending.forEach(edit -> all.addAll(edit.uses()));
        return all;
    }

    private Set<String> visible() {
        Set<String> from = new LinkedHashSet<>(held);
        from.add("/");
        Set<String> seen = document.replica().reachable(from);
        seen.retainAll(document.replica().wholes());
        seen.addAll(unsent());
        return seen;
    }

    /** What was made here and is not sequenced yet. */
    private Set<String> unsent() {
        Set<String> made = new LinkedHashSet<>();
        held.stream()
                .filter(node -> !document.session().isDeleted(new NodePath(node)))
                .forEach(made::add);
        return made;
    }

    /** Takes a handle into memory, as many as three. */
    void hold() {
        String node = world.pick(visible());
        if (held.size() >= 3) {
            held.remove(world.pick(held));
        }
        held.add(node);
    }

    /** Stores a handle. */
    void refer() {
        Set<String> seen = visible();
        Set<String> from = new LinkedHashSet<>(seen);
        from.removeIf(node -> !Replica.isStore(node));
        Set<String> targets = unsent().isEmpty() || world.chance(4) ? seen : unsent();
        String target = world.pick(targets);
        boolean isChannel = Replica.isStore(target) && world.chance(4);
        submit(new Edit.Refer(world.pick(from), isChannel ? target + Replica.CHANNEL : target));
    }

    /** Removes one of the handles that are stored. */
    void unrefer() {
        Set<String> from = visible();
        from.removeIf(store -> document.replica().targets(store).isEmpty());
        if (!from.isEmpty()) {
            String store = world.pick(from);
            submit(new Edit.Unrefer(store, world.pick(document.replica().targets(store))));
        }
    }

    void attach() {
        String store = world.newId();
        Set<String> targets = world.chance(2) && !unsent().isEmpty() ? Set.of(world.pick(unsent())) : Set.of();
        submit(new Edit.Attach(store, targets));
        made(store);
    }

    void upload() {
        String blob = Replica.BLOBS + world.newId().substring(1);
        submit(new Edit.Upload(blob));
        made(blob);
    }

    private void made(String node) {
        held.add(node);
        if (!world.chance(4)) {
            Set<String> from = document.replica().reachable(Set.of("/"));
            from.retainAll(document.replica().stores());
            submit(new Edit.Refer(world.pick(from), node));
        }
    }

    void alias() {
        Set<String> stores = visible();
        stores.removeIf(node -> !Replica.isStore(node));
        submit(new Edit.Alias(world.pick(stores)));
    }

    /** Asks for a tombstone by its URL; its handle may be relied on when the op that tells so is sequenced. */
    void loadTombstone() {
        Set<String> tombstones = new LinkedHashSet<>(document.session().tombstones());
        tombstones.removeIf(path -> document.session().isDeleted(new NodePath(Replica.whole(path))));
        if (!tombstones.isEmpty()) {
            String path = world.pick(tombstones);
            String whole = Replica.whole(path);
            boolean isRefused = world.chance(2);
            document.session()
                    .loading(
                            new NodePath(whole),
                            new NodeRequest(path, isRefused ? Tombstones.REFUSED : Tombstones.ALLOWED, Origin.URL));
            if (!isRefused) {
                recovering.add(whole);
            }
        }
    }

    LocalClock clock() {
        return clock;
    }

    @Override
    public String toString() {
        return "session " + number + " at message " + applied() + " since "
                + expiry.started().orElseThrow();
    }
}
