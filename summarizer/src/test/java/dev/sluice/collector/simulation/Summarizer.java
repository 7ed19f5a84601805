package dev.sluice.collector.simulation;

import static dev.sluice.collector.simulation.Timeline.DAY;

import dev.sluice.collector.CollectedContainer;
import dev.sluice.collector.CollectionRun;
import dev.sluice.collector.Collector;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.session.SessionExpiry;
import dev.sluice.gc.state.GcTree;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/** The session that collects and summarizes, loaded from the summary that the service took last. */
final class Summarizer implements CollectedContainer {
    private final int number;
    private final World world;
    private final OpenDocument document;
    private final Collector collector;
    private final SessionExpiry expiry;
    private Summary acknowledged;
    private boolean isOpen = true;

    Summarizer(int number, World world, LocalClock clock) {
        this.number = number;
        this.world = world;
        acknowledged = world.service().latest();
        document = new OpenDocument(
                acknowledged, world.service(), world.summarizerConfig(), clock, world.fault(), this::submit);
        collector = new Collector(document.session(), this);
        expiry = new SessionExpiry(world.summarizerConfig(), clock, Optional.empty());
        expiry.start(clock, this::close);
        world.service().sequence(0, new Edit.Tick());
    }

    boolean isOpen() {
        return isOpen;
    }

    OpenDocument document() {
        return document;
    }

    /** It crashes, or its time is over: what is on its way arrives. */
    void close() {
        isOpen = false;
        expiry.stop();
        document.session().close();
    }

    void follow(long until) {
        document.follow(until, message -> {
            if (message.edit() instanceof Edit.Acknowledge acknowledgement) {
                acknowledged = acknowledgement.summary();
                if (acknowledgement.summary().proposer() == number) {
                    document.session().summaryAcknowledged();
                }
            }
        });
    }

    /** Collects, and makes a summary of what is left. */
    Summary run() {
        CollectionRun run = collector.run().orElseThrow();
        return new Summary(
                document.sequenceNumber(),
                document.referenceMs().orElseThrow(),
                document.replica().copy(),
                Optional.of(GcTree.of(run.state())),
                acknowledged,
                number);
    }

    void propose(Summary summary) {
        world.service().send(number, new Edit.Propose(summary), 0);
    }

    // CollectedContainer

    @Override
    public OptionalLong referenceMs() {
        return document.referenceMs();
    }

    @Override
    public NodeRoutes nodes(Freshness asked) {
        return NodeRoutes.of(document.replica().nodes());
    }

    @Override
    public boolean hasStore(String storeId) {
        return document.hasStore(storeId);
    }

    @Override
    public void submit(GcOp op) {
        int copies = world.chance(4) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long flight = world.flight();
            boolean isLate = world.fault() == Fault.SWEEP_SENT_LATE && world.chance(2);
            world.service()
                    .send(
                            number,
                            new Edit.Collection(op, document.sequenceNumber()),
                            isLate ? flight + world.upTo(25 * DAY) : flight);
        }
    }

    @Override
    public void deleteHere(Collection<String> ids) {
        throw new IllegalStateException("there is no mode for tests in a simulation: " + ids);
    }
}
