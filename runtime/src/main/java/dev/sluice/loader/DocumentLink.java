package dev.sluice.loader;

import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.event.Registration;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container's dealings with the service, once its document exists there: the connection, what comes in, what goes out.
 *
 * <pre>
 *   DISCONNECTED  -- an attempt begins -->                                           CONNECTING
 *   CONNECTING    -- the stream is open -->                                          CATCHING_UP
 *   CATCHING_UP   -- own join and checkpoint processed, no older op under way -->    CONNECTED
 *   any           -- the stream or the attempt ends -->                              DISCONNECTED
 * </pre>
 *
 * <p>Invariant: in CONNECTED, and only there, messages go out; while one sent under an earlier client id may still be sequenced,
 * the state is not CONNECTED (RT-019). Confined to the container's thread.
 */
final class DocumentLink implements ConnectionManager.Owner {
    /** What services accept in a frame (SVC §3.1). */
    static final int USUAL_SUBMISSION_BYTES = 1_000_000;

    private static final Duration JOIN_OP_PATIENCE = Duration.ofSeconds(45);
    private static final Duration JOIN_SIGNAL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration OLD_CLIENT_PATIENCE = Duration.ofMinutes(5);
    private static final int MAX_FRUITLESS_RECONNECTS = 7;
    private static final Set<String> SILENT = Set.of(MessageType.NOOP, Proposals.ACCEPT);

    private final ContainerCore core;
    private final DocumentService service;
    private final Timers timers;
    private final ConnectionManager manager;
    private final InboundFlow flow;
    private final Noops noops;
    private ConnectionState state = ConnectionState.DISCONNECTED;
    private @Nullable LiveConnection live;
    private SentOps sent;
    private boolean wasConnected;
    private int fruitlessReconnects;
    private Registration presenceTimer = () -> {};
    private Registration oldClientTimer = () -> {};

    /**
     * Makes one without a connection.
     *
     * @param sent what an earlier container may have under way
     */
    DocumentLink(ContainerCore core, DocumentService service, SentOps sent) {
        this.core = core;
        this.service = service;
        this.sent = sent;
        this.timers = core.timers();
        ContainerEnvironment environment = core.environment();
        this.manager = new ConnectionManager(service, environment, core.options(), core.thread(), timers, this);
        InboundQueue queue = new InboundQueue(core.options().limits(), core.sequenceNumber());
        this.flow = new InboundFlow(core.thread(), environment, timers, service.deltas(), queue, core);
        this.noops = new Noops(timers, () -> send(MessageType.NOOP, null));
    }

    DocumentService service() {
        return service;
    }

    ConnectionState state() {
        return state;
    }

    SentOps sent() {
        return sent;
    }

    boolean isWriter() {
        return live != null && live.isWriter();
    }

    void connect() {
        manager.connect();
    }

    void disconnect(String reason) {
        manager.disconnect(reason);
    }

    /** Replaces the connection, if there is one, by one of another mode. */
    void changeMode(ConnectionMode mode, String reason) {
        manager.replace(mode, reason);
    }

    void offer(List<SequencedMessage> ops) {
        flow.offer(ops);
    }

    long nextClientSequenceNumber() {
        return requireConnected().nextClientSequenceNumber();
    }

    int maxSubmissionBytes() {
        return live == null ? USUAL_SUBMISSION_BYTES : live.stream().maxSubmissionBytes();
    }

    void submit(List<DocumentMessage> messages) {
        LiveConnection connection = requireConnected();
        connection.submit(messages);
        if (connection.isWriter()) {
            sent.sent(connection.nextClientSequenceNumber() - 1);
            noops.reset();
        } else {
            // Not at once: whoever submits is in the middle of something.
            core.thread().execute(() -> upgrade(connection));
        }
    }

    /** Sends a message of the container's own; returns its client sequence number. */
    long send(String type, @Nullable RawJson contents) {
        LiveConnection connection = requireConnected();
        long number = connection.nextClientSequenceNumber();
        connection.submit(List.of(DocumentMessage.of(type, number, core.sequenceNumber(), contents)));
        noops.reset();
        return number;
    }

    void signal(OutboundSignal signal) {
        if (live != null) {
            live.stream().signal(signal);
        }
    }

    /** Does what an op leads to after it was processed. */
    void processed(SequencedMessage op) {
        countOwn(op);
        LiveConnection connection = live;
        if (connection != null && connection.isWriter()) {
            if (connection.isPresent() && !isListed(connection)) {
                changeMode(ConnectionMode.WRITE, "the service had this client leave");
                return;
            }
            answer(op, connection);
        }
        becomeConnectedIfReady();
    }

    @Override
    public void connecting() {
        setState(ConnectionState.CONNECTING);
    }

    @Override
    public void opened(DeltaStream stream) {
        LiveConnection opened = new LiveConnection(stream);
        live = opened;
        setState(ConnectionState.CATCHING_UP);
        core.tokenAllowsWriting(opened.mayWrite());
        core.audience().rebuild(opened.details().initialClients());
        opened.details().initialSignals().forEach(this::signal);
        presenceTimer =
                timers.after(opened.isWriter() ? JOIN_OP_PATIENCE : JOIN_SIGNAL_PATIENCE, () -> presenceIsLate(opened));
        if (sent.mayStillCome(core.quorum())) {
            oldClientTimer = timers.after(OLD_CLIENT_PATIENCE, this::giveUpOldClient);
        }
        catchUp(opened);
        becomeConnectedIfReady();
    }

    @Override
    public void ops(List<SequencedMessage> ops) {
        flow.offer(ops);
    }

    @Override
    public void signal(Signal signal) {
        if (!core.audience().take(signal)) {
            core.processSignal(signal);
            return;
        }
        becomeConnectedIfReady();
    }

    @Override
    public void ended(String reason) {
        boolean couldSend = state == ConnectionState.CONNECTED;
        live = null;
        presenceTimer.close();
        oldClientTimer.close();
        noops.stop();
        setState(ConnectionState.DISCONNECTED);
        if (couldSend) {
            core.disconnected(reason);
        }
    }

    @Override
    public void refused(DriverError error) {
        Kind kind = error instanceof DriverError.Unauthorized ? Kind.FORBIDDEN : Kind.SERVICE;
        core.fail(
                new ContainerException(kind, "document " + service.key() + " cannot be connected: " + error.message()));
    }

    private void catchUp(LiveConnection connection) {
        ConnectedDetails details = connection.details();
        long checkpoint = details.initialMessages().stream()
                .mapToLong(SequencedMessage::sequenceNumber)
                .max()
                .orElse(0);
        checkpoint = Math.max(checkpoint, details.checkpointSequenceNumber().orElse(0));
        connection.awaitCheckpoint(checkpoint);
        if (!connection.isWriter() && details.checkpointSequenceNumber().isEmpty()) {
            // Nothing will tell a reader how far the document is but the log itself.
            connection.awaitCheckpoint(Long.MAX_VALUE);
            flow.toNewest(() -> {
                connection.awaitCheckpoint(core.sequenceNumber());
                becomeConnectedIfReady();
            });
        }
        if (checkpoint > 0) {
            flow.know(checkpoint);
        }
        flow.offer(details.initialMessages());
    }

    private void becomeConnectedIfReady() {
        LiveConnection connection = live;
        if (state != ConnectionState.CATCHING_UP
                || connection == null
                || !core.isOpen()
                || !isReady(connection)
                || sent.mayStillCome(core.quorum())) {
            return;
        }
        presenceTimer.close();
        oldClientTimer.close();
        fruitlessReconnects += wasConnected ? 1 : 0;
        wasConnected = true;
        if (fruitlessReconnects >= MAX_FRUITLESS_RECONNECTS && core.hasPendingOps()) {
            core.fail(new ContainerException(
                    Kind.NO_PROGRESS,
                    "connected " + (fruitlessReconnects + 1)
                            + " times in a row without any pending op being sequenced"));
            return;
        }
        sent = new SentOps(connection.clientId(), 0, 0);
        setState(ConnectionState.CONNECTED);
        if (connection.isWriter()) {
            noops.start(connection.details().configuration());
        }
        core.connected(connection.clientId());
    }

    private boolean isReady(LiveConnection connection) {
        if (isListed(connection)) {
            connection.present();
        }
        return connection.isReady(core.sequenceNumber());
    }

    /** A writer is in the quorum once its join op was processed, a reader in the audience once its signal came. */
    private boolean isListed(LiveConnection connection) {
        return connection.isWriter()
                ? core.quorum().isMember(connection.clientId())
                : core.audience().clients().containsKey(connection.clientId());
    }

    private void countOwn(SequencedMessage op) {
        if (sent.clientId().equals(op.clientId())) {
            sent.seen(op.clientSequenceNumber());
            fruitlessReconnects = SILENT.contains(op.type()) ? fruitlessReconnects : 0;
        }
    }

    /** A writer says what it has seen: of proposals at once (RT-008), of edits after a while (RT-016). */
    private void answer(SequencedMessage op, LiveConnection connection) {
        if (state != ConnectionState.CONNECTED) {
            return;
        }
        if (op.type().equals(MessageType.PROPOSE)) {
            send(Proposals.ACCEPT, null);
        } else if (op.type().equals(MessageType.OP) && !connection.clientId().equals(op.clientId())) {
            noops.heard();
        }
    }

    private void upgrade(LiveConnection reader) {
        if (live == reader) {
            changeMode(ConnectionMode.WRITE, "an edit needs a writer's connection");
        }
    }

    private void presenceIsLate(LiveConnection connection) {
        if (connection.isPresent()) {
            return;
        }
        if (connection.isWriter()) {
            core.warn(new ContainerException(
                    Kind.SERVICE,
                    "client " + connection.clientId() + " has not joined after " + JOIN_OP_PATIENCE
                            + "; connecting again"));
            changeMode(ConnectionMode.WRITE, "the service did not sequence the join op");
        } else {
            connection.present();
            becomeConnectedIfReady();
        }
    }

    private void giveUpOldClient() {
        core.warn(new ContainerException(
                Kind.SERVICE,
                "client " + sent.clientId() + " has not left after " + OLD_CLIENT_PATIENCE
                        + "; its ops are sent again"));
        sent = new SentOps(sent.clientId(), 0, 0);
        becomeConnectedIfReady();
    }

    private void setState(ConnectionState next) {
        if (state != next) {
            state = next;
            core.connectionStateChanged(next);
        }
    }

    private LiveConnection requireConnected() {
        return Optional.ofNullable(live)
                .filter(connection -> state == ConnectionState.CONNECTED)
                .orElseThrow(() -> new IllegalStateException("the container is " + state + ", expected CONNECTED"));
    }
}
