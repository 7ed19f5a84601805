package dev.sluice.dds.testing;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A service and some replicas of one channel. */
public final class Session<C extends Channel> {
    final ChannelFactory<C> factory;
    final List<Entry> log = new ArrayList<>();
    private final List<Replica<C>> replicas = new ArrayList<>();
    private final SummaryTree first;
    private long minimum;

    /** Begins with an empty channel that all replicas have. */
    public Session(ChannelFactory<C> factory, int replicas) {
        this(factory, replicas, channel -> {});
    }

    /** Begins with a channel that was edited before others knew it. */
    public Session(ChannelFactory<C> factory, int replicas, Consumer<? super C> detached) {
        this.factory = factory;
        this.first = Replica.detached(this, detached);
        for (int i = 0; i < replicas; i++) {
            this.replicas.add(new Replica<>(this, i, first));
        }
        this.replicas.forEach(Replica::reconnect);
        this.replicas.forEach(Replica::receiveAll);
    }

    public Replica<C> replica(int index) {
        return replicas.get(index);
    }

    public C channel(int index) {
        return replica(index).channel();
    }

    public List<Replica<C>> replicas() {
        return replicas;
    }

    void append(Entry.Kind kind, String clientId, long referenceSequenceNumber, List<JsonValue> ops) {
        minimum = Math.max(
                minimum,
                replicas.stream()
                        .filter(Replica::isConnected)
                        .mapToLong(Replica::known)
                        .min()
                        .orElse(minimum));
        log.add(new Entry(kind, clientId, log.size() + 1L, referenceSequenceNumber, minimum, ops));
    }

    /** Delivers everything that is on its way; does not connect anybody. */
    public void deliver() {
        for (Replica<C> replica : replicas) {
            replica.sendAll();
        }
        for (Replica<C> replica : replicas) {
            if (replica.isConnected()) {
                replica.receiveAll();
            }
        }
    }

    /** Connects everybody and delivers everything, until nothing is on its way. */
    public void settle() {
        for (int round = 0; round < 3; round++) {
            replicas.forEach(Replica::reconnect);
            deliver();
        }
    }

    /** Returns a replica that never had pending ops, as of a sequence number. */
    public Replica<C> observer(long sequenceNumber) {
        Replica<C> observer = new Replica<>(this, replicas.size(), first);
        while (observer.sequenceNumber() < sequenceNumber) {
            observer.receive();
        }
        return observer;
    }

    /** Returns a replica loaded from what another one would write as summary now. */
    public Replica<C> load(Replica<C> writer) {
        return new Replica<>(this, replicas.size(), writer);
    }
}
