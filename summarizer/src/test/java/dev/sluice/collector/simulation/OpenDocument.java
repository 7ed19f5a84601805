package dev.sluice.collector.simulation;

import dev.sluice.gc.ageing.Alarms;
import dev.sluice.gc.config.GcConfig;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.GcHost;
import dev.sluice.gc.session.GcSession;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.gc.telemetry.SessionEvents;
import dev.sluice.protocol.handle.NodePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A replica that was loaded from a summary and follows the log, with what its session knows of collection. */
final class OpenDocument implements GcHost {
    private final Summary base;
    private final Service service;
    private final Consumer<GcOp> outbox;
    private final boolean tellsReferences;
    private final Replica replica;
    private final GcSession session;
    private long sequenceNumber;
    private long referenceMs;

    /**
     * Loads.
     *
     * @param outbox takes what the session sends
     */
    OpenDocument(Summary base, Service service, GcConfig config, Alarms alarms, Fault fault, Consumer<GcOp> outbox) {
        this.base = base;
        this.service = service;
        this.outbox = outbox;
        tellsReferences = fault != Fault.NEW_REFERENCES_IGNORED;
        replica = base.content().copy();
        sequenceNumber = base.sequenceNumber();
        referenceMs = base.timestampMs();
        session = new GcSession(config, base.snapshot(), alarms, new SessionEvents(GcEventSink.NONE, Map.of()), this);
        session.initialize();
    }

    Summary base() {
        return base;
    }

    Replica replica() {
        return replica;
    }

    GcSession session() {
        return session;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    /** Applies messages up to one, which is told of each. */
    void follow(long until, Consumer<Message> applied) {
        while (sequenceNumber < until) {
            Message message = service.message(sequenceNumber + 1);
            sequenceNumber++;
            referenceMs = message.timestampMs();
            apply(message.edit());
            applied.accept(message);
        }
    }

    private void apply(Edit edit) {
        if (edit instanceof Edit.Attach attach) {
            replica.attach(attach.store(), attach.targets());
            tell(attach.store(), attach.store() + Replica.CHANNEL);
            tell(attach.store() + Replica.CHANNEL, attach.store());
            attach.targets().forEach(target -> tell(attach.store() + Replica.CHANNEL, target));
        } else if (edit instanceof Edit.Upload upload) {
            replica.upload(upload.blob());
        } else if (edit instanceof Edit.Refer refer && replica.has(refer.store())) {
            session.storeChanged(new NodePath(refer.store()), referenceMs);
            replica.refer(refer.store(), refer.target());
            tell(refer.store() + Replica.CHANNEL, refer.target());
        } else if (edit instanceof Edit.Unrefer unrefer) {
            replica.unrefer(unrefer.store(), unrefer.target());
        } else if (edit instanceof Edit.Alias alias && replica.has(alias.store())) {
            replica.alias(alias.store());
            tell("/", alias.store());
        } else if (edit instanceof Edit.Collection collection) {
            apply(collection.op());
        }
    }

    private void apply(GcOp op) {
        if (op instanceof GcOp.Sweep sweep) {
            Set<String> deleted = session.swept(sweep.nodeIds());
            replica.delete(deleted);
        } else if (op instanceof GcOp.TombstoneLoaded loaded) {
            session.tombstoneLoaded(loaded.nodePath(), referenceMs);
        }
    }

    private void tell(String from, String to) {
        if (tellsReferences) {
            session.referenceAdded(from, to, referenceMs);
        }
    }

    @Override
    public OptionalLong referenceMs() {
        return OptionalLong.of(referenceMs);
    }

    @Override
    public boolean hasStore(String storeId) {
        return replica.has("/" + storeId);
    }

    @Override
    public Optional<List<String>> packagePath(String storeId) {
        return Optional.empty();
    }

    @Override
    public void submit(GcOp op) {
        outbox.accept(op);
    }
}
