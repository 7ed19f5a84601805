package dev.sluice.dds.testing;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A channel with the little of a container that it needs. */
public final class Replica<C extends Channel> implements ChannelContext {
    private final Session<C> session;
    private final int number;
    private final Set<String> members = new LinkedHashSet<>();
    private final Set<String> ownIds = new LinkedHashSet<>();
    private final Deque<Submitted> pending = new ArrayDeque<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Deque<Submitted> outbox = new ArrayDeque<>();
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private C channel;
    private String clientId = DETACHED_CLIENT_ID;
    private boolean isShared = true;
    private boolean isConnected;
    private boolean isEditable = true;
    private boolean isApplying;
    private int connections;
    private int unsent;
    private int received;
    private long minimum;
    private long known;
    /** Own ops that refer to an earlier op were made before the channel was loaded, and are anybody's to it. */
    private long ownSince;

    private long lastId;

    private record Submitted(JsonValue contents, long referenceSequenceNumber) {}

    private record Acknowledged(Submitted edit, long sequenceNumber) {}

    Replica(Session<C> session, int number, SummaryTree snapshot) {
        this.session = session;
        this.number = number;
        this.channel = load(snapshot);
    }

    Replica(Session<C> session, int number, Replica<C> writer) {
        this.session = session;
        this.number = number;
        this.members.addAll(writer.members);
        this.received = writer.received;
        this.minimum = writer.minimum;
        this.channel = load(writer.channel.summarize());
    }

    private Replica(Session<C> session) {
        this.session = session;
        this.number = 0;
        this.isShared = false;
        this.channel = session.factory.create(this);
    }

    static <C extends Channel> SummaryTree detached(Session<C> session, Consumer<? super C> edits) {
        Replica<C> author = new Replica<>(session);
        edits.accept(author.channel);
        return author.channel.summarize();
    }

    private C load(SummaryTree snapshot) {
        return session.factory.load(this, Blobs.of(snapshot), session.factory.attributes());
    }

    public C channel() {
        return channel;
    }

    public int pendingOps() {
        return pending.size();
    }

    /** The ops that wait to be sequenced, in order. */
    public List<JsonValue> outgoing() {
        return outbox.stream().map(Submitted::contents).toList();
    }

    public List<RuntimeException> failures() {
        return failures;
    }

    long known() {
        return known;
    }

    public void setEditable(boolean editable) {
        isEditable = editable;
    }

    /** Lets the service sequence what was sent first; as a group with those that were made at the same time. */
    public void sequence(int atMost) {
        List<JsonValue> ops = new ArrayList<>();
        long reference = outbox.isEmpty() ? received : outbox.element().referenceSequenceNumber;
        while (ops.size() < atMost && !outbox.isEmpty() && outbox.element().referenceSequenceNumber == reference) {
            ops.add(outbox.remove().contents);
        }
        if (isConnected) {
            known = Math.max(known, reference);
        }
        if (!ops.isEmpty()) {
            session.append(Entry.Kind.BATCH, clientId, reference, ops);
        }
    }

    public void sendAll() {
        while (!outbox.isEmpty()) {
            sequence(1);
        }
        sequence(1);
    }

    /** Takes what comes next in the log. */
    public void receive() {
        if (received < session.log.size()) {
            Entry entry = session.log.get(received);
            isApplying = true;
            accept(entry);
            isApplying = false;
            received++;
            minimum = entry.minimum();
            while (!events.isEmpty()) {
                events.remove().run();
            }
        }
    }

    public void receiveAll() {
        while (received < session.log.size()) {
            receive();
        }
    }

    private void accept(Entry entry) {
        switch (entry.kind()) {
            case JOIN -> members.add(entry.clientId());
            case LEAVE -> {
                members.remove(entry.clientId());
                channel.memberLeft(entry.clientId());
            }
            case BATCH -> {
                for (int i = 0; i < entry.ops().size(); i++) {
                    accept(entry, i);
                }
            }
        }
    }

    private void accept(Entry entry, int index) {
        ChannelOp op = new ChannelOp(
                entry.ops().get(index),
                entry.clientId(),
                index + 1L,
                entry.sequenceNumber(),
                entry.referenceSequenceNumber(),
                entry.minimum(),
                1_000 * entry.sequenceNumber());
        boolean isOwn = ownIds.contains(entry.clientId()) && entry.referenceSequenceNumber() >= ownSince;
        if (isOwn && !pending.isEmpty()) {
            acknowledged.add(new Acknowledged(pending.remove(), entry.sequenceNumber()));
            channel.acknowledge(op);
        } else {
            channel.apply(op);
        }
    }

    /** Loses the connection, and with it what was sent and not sequenced. */
    public void disconnect() {
        if (isConnected) {
            isConnected = false;
            outbox.clear();
            session.append(Entry.Kind.LEAVE, clientId, 0, List.of());
            channel.disconnected();
        }
    }

    /** Comes back under a new id, once everything up to its own join was received. */
    public void reconnect() {
        if (isConnected) {
            return;
        }
        String next = "client-" + number + "-" + connections++;
        session.append(Entry.Kind.JOIN, next, 0, List.of());
        receiveAll();
        clientId = next;
        ownIds.add(next);
        isConnected = true;
        unsent = 0;
        known = received;
        channel.connected(next);
        int count = pending.size();
        for (int i = 0; i < count; i++) {
            pending.remove();
            channel.resubmit();
        }
    }

    /** Takes back the newest edit if it was never sent; returns whether it was so. */
    public boolean rollback() {
        if (unsent == 0 || pending.isEmpty()) {
            return false;
        }
        unsent--;
        pending.removeLast();
        channel.rollback();
        return true;
    }

    /** Closes while disconnected, and is loaded again with what was pending. */
    public void restore() {
        if (isConnected) {
            return;
        }
        while (members.contains(clientId)) {
            receive();
        }
        long now = received;
        long base = pending.isEmpty() ? now : pending.element().referenceSequenceNumber;
        List<Submitted> stash = new ArrayList<>(pending);
        // What was pending when the oldest edit was made belongs to it, sequenced since or not.
        for (int i = acknowledged.size() - 1; i >= 0; i--) {
            Acknowledged done = acknowledged.get(i);
            if (done.sequenceNumber > base) {
                stash.add(0, done.edit);
                base = Math.min(base, done.edit.referenceSequenceNumber);
            }
        }
        loadAt(base);
        for (Submitted edit : stash) {
            while (received < edit.referenceSequenceNumber) {
                receive();
            }
            channel.applyStashed(edit.contents);
        }
        while (received < now) {
            receive();
        }
    }

    private void loadAt(long sequenceNumber) {
        Replica<C> past = session.observer(sequenceNumber);
        pending.clear();
        acknowledged.clear();
        members.clear();
        members.addAll(past.members);
        ownSince = sequenceNumber;
        received = past.received;
        minimum = past.minimum;
        channel = load(past.channel.summarize());
        unsent = 0;
    }

    @Override
    public String id() {
        return "channel";
    }

    @Override
    public String path() {
        return "/store/channel";
    }

    @Override
    public boolean isShared() {
        return isShared;
    }

    @Override
    public void checkEditable() {
        if (isApplying || !isEditable) {
            throw new IllegalStateException("not now");
        }
    }

    @Override
    public void submit(JsonValue contents) {
        if (!isShared) {
            throw new IllegalStateException("not shared");
        }
        Submitted submitted = new Submitted(contents, received);
        pending.add(submitted);
        if (isConnected) {
            outbox.add(submitted);
        } else {
            unsent++;
        }
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public boolean isConnected() {
        return isConnected;
    }

    @Override
    public long sequenceNumber() {
        return received;
    }

    @Override
    public long minimumSequenceNumber() {
        return minimum;
    }

    @Override
    public boolean isMember(String id) {
        return members.contains(id);
    }

    @Override
    public String absolute(String url) {
        return url.startsWith("/") ? url : "/store/" + url;
    }

    @Override
    public String newId() {
        return "id-" + number + "-" + lastId++;
    }

    @Override
    public void publish(Runnable event) {
        if (isApplying) {
            events.add(event);
        } else {
            event.run();
        }
    }

    @Override
    public void listenerFailed(RuntimeException failure) {
        failures.add(failure);
    }
}
