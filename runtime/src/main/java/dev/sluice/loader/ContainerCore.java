package dev.sluice.loader;

import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.Signal;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A container from the inside: it carries each op through checks, quorum, hosted runtime and listeners, in this order
 * (runtime-formats §6.6), and tells both of what becomes of the connection. Confined to the container's thread.
 */
final class ContainerCore implements InboundFlow.Processor {
    private final ContainerThread thread;
    private final ContainerEnvironment environment;
    private final ContainerOptions options;
    private final Timers timers;
    private final ContainerEvents events = new ContainerEvents();
    private final QuorumView quorum;
    private final InboundChecks checks = new InboundChecks();
    private final AudienceView audience = new AudienceView(events::warn);
    private final Proposals proposals = new Proposals();
    private final History history;
    private final Readonly readonly;
    private @Nullable HostedRuntime runtime;
    private @Nullable DocumentLink link;
    private AttachState attachState;
    private Optional<SequencedMessage> lastMessage = Optional.empty();
    private Optional<String> clientId = Optional.empty();
    private boolean toldDirty;
    private boolean runtimeMaySend;
    private boolean isClosed;

    ContainerCore(
            ContainerThread thread,
            ContainerEnvironment environment,
            ContainerOptions options,
            ProtocolState protocol,
            AttachState attachState) {
        this.thread = thread;
        this.environment = environment;
        this.options = options;
        this.timers = thread.timers(environment.timers());
        this.quorum = new QuorumView(protocol);
        this.history = new History(options.maxHistoryBytes());
        this.attachState = attachState;
        this.toldDirty = attachState != AttachState.ATTACHED;
        this.readonly = new Readonly(events::tellReadonly);
    }

    /** Sets what is hosted; it is made with a {@link ContainerContext} over this. */
    void host(HostedRuntime hosted) {
        runtime = hosted;
        dirtyChanged();
    }

    void open(DocumentLink opened) {
        link = opened;
    }

    HostedRuntime runtime() {
        HostedRuntime hosted = runtime;
        if (hosted == null) {
            throw new IllegalStateException("the runtime is still being made");
        }
        return hosted;
    }

    Optional<DocumentLink> link() {
        return Optional.ofNullable(link);
    }

    ContainerThread thread() {
        return thread;
    }

    ContainerEnvironment environment() {
        return environment;
    }

    ContainerOptions options() {
        return options;
    }

    ContainerEvents events() {
        return events;
    }

    History history() {
        return history;
    }

    // What comes in.

    @Override
    public boolean isOpen() {
        return !isClosed;
    }

    @Override
    public void process(SequencedMessage raw) {
        ProtocolState before = quorum.state();
        SequencedMessage op = InboundChecks.normalized(raw);
        try {
            runtime().flush();
            if (isClosed) {
                return;
            }
            checks.check(op, before);
            quorum.apply(op);
            checks.applied(op, before, quorum.state());
            lastMessage = Optional.of(op);
            history.add(op);
            runtime().process(op);
        } catch (ContainerException broken) {
            fail(broken);
        } catch (RuntimeException broken) {
            fail(new ContainerException(
                    Kind.DATA_PROCESSING, "op " + op.sequenceNumber() + " could not be processed: " + broken, broken));
        } catch (Error broken) {
            // The op counts as processed; to go on without it would be to differ from all others.
            fail(new ContainerException(
                    Kind.DATA_PROCESSING, "op " + op.sequenceNumber() + " could not be processed: " + broken, broken));
            throw broken;
        }
        if (!isClosed) {
            processed(op, before);
        }
    }

    private void processed(SequencedMessage op, ProtocolState before) {
        boolean isOwn = clientId.isPresent() && clientId.get().equals(op.clientId());
        if (isOwn && op.type().equals(MessageType.PROPOSE)) {
            proposals.sequenced(op.clientSequenceNumber(), op.sequenceNumber());
        }
        ProtocolState after = quorum.state();
        after.proposals().forEach((number, proposal) -> {
            if (!before.proposals().containsKey(number)) {
                events.tellProposal(described(number, proposal, false));
            }
        });
        before.proposals().forEach((number, proposal) -> {
            if (!after.proposals().containsKey(number)) {
                events.tellProposal(described(number, proposal, true));
            }
        });
        proposals.approved(before, after);
        events.tellOp(op);
        if (link != null && !isClosed) {
            link.processed(op);
        }
    }

    private static QuorumProposal described(long number, ProtocolState.Proposal proposal, boolean isApproved) {
        return new QuorumProposal(proposal.key(), JsonValue.parse(proposal.value()), number, isApproved);
    }

    void processSignal(Signal signal) {
        try {
            runtime().processSignal(signal);
        } catch (RuntimeException unreadable) {
            // Signals are best effort; what a peer sends in one must not end a document.
            warn(unreadable);
        }
    }

    // What becomes of the connection.

    void connectionStateChanged(ConnectionState next) {
        events.tellState(next);
    }

    void connected(String newClientId) {
        clientId = Optional.of(newClientId);
        tellRuntime();
        if (connectionState() == ConnectionState.CONNECTED) {
            events.tellConnected(newClientId);
        }
    }

    void disconnected(String reason) {
        proposals.disconnected();
        tellRuntime();
        events.tellDisconnected(reason);
    }

    void tokenAllowsWriting(boolean allows) {
        if (allows) {
            readonly.allow(Readonly.Reason.TOKEN);
        } else {
            readonly.forbid(Readonly.Reason.TOKEN);
        }
    }

    boolean hasPendingOps() {
        return runtime().hasPendingOps();
    }

    /** Forbids edits, whatever the token says; a writer becomes a reader. */
    void forbidEdits() {
        if (link != null && link.isWriter()) {
            link.changeMode(ConnectionMode.READ, "the application forbids edits");
        }
        readonly.forbid(Readonly.Reason.APPLICATION);
        tellRuntime();
    }

    /** Takes back {@link #forbidEdits}; the next edit makes a writer of the reader. */
    void allowEdits() {
        readonly.allow(Readonly.Reason.APPLICATION);
        tellRuntime();
    }

    void storageOnly() {
        readonly.forbid(Readonly.Reason.STORAGE_ONLY);
    }

    /** To the runtime, connected means that it may send. */
    private void tellRuntime() {
        boolean maySend = connectionState() == ConnectionState.CONNECTED && !readonly.isOn();
        if (maySend == runtimeMaySend) {
            return;
        }
        runtimeMaySend = maySend;
        guarded(() -> {
            if (maySend) {
                runtime().connected(clientId.orElseThrow());
            } else {
                runtime().disconnected();
            }
        });
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (ContainerException broken) {
            fail(broken);
        } catch (RuntimeException broken) {
            fail(new ContainerException(Kind.DATA_PROCESSING, "the runtime failed: " + broken, broken));
        }
    }

    // What the application does.

    CompletionStage<Long> propose(String key, JsonValue value) {
        DocumentLink connected = link;
        if (connected == null || connected.state() != ConnectionState.CONNECTED || !connected.isWriter()) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "proposals need a writer's connection; this container is " + connectionState()));
        }
        JsonObject contents =
                JsonObject.builder().put("key", key).put("value", value).build();
        return proposals.sent(connected.send(MessageType.PROPOSE, RawJson.ofString(contents.toJson())));
    }

    void attach(AttachState next) {
        attachState = next;
        guarded(() -> runtime().attachStateChanged(next));
        events.tellAttach(next);
        dirtyChanged();
    }

    boolean isDirty() {
        return attachState != AttachState.ATTACHED || runtime().isDirty();
    }

    void end(Optional<ContainerException> cause) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (link != null) {
            link.disconnect(cause.map(Throwable::toString).orElse("the container was closed"));
        }
        proposals.closed();
        closeRuntime(cause);
        if (link != null) {
            link.service().close();
        }
        events.tellClosed(cause);
    }

    /** Whatever the runtime makes of it, the service is let go and the listeners are told. */
    private void closeRuntime(Optional<ContainerException> cause) {
        if (runtime == null) {
            return;
        }
        try {
            runtime.closed(cause);
        } catch (RuntimeException failure) {
            events.warn(failure);
        }
    }

    @Override
    public void fail(ContainerException cause) {
        end(Optional.of(cause));
    }

    void warn(RuntimeException warning) {
        events.warn(warning);
    }

    // What is asked for from both sides.

    /** Whether dirty or saved is to be told; asked before the runtime is there, it is not. */
    void dirtyChanged() {
        if (runtime == null) {
            return;
        }
        boolean isDirty = isDirty();
        if (isDirty != toldDirty) {
            toldDirty = isDirty;
            events.tellDirty(isDirty);
        }
    }

    Timers timers() {
        return timers;
    }

    AttachState attachState() {
        return attachState;
    }

    ConnectionState connectionState() {
        return link == null ? ConnectionState.DISCONNECTED : link.state();
    }

    Optional<String> clientId() {
        return clientId;
    }

    boolean isReadonly() {
        return readonly.isOn();
    }

    QuorumView quorum() {
        return quorum;
    }

    AudienceView audience() {
        return audience;
    }

    Optional<SequencedMessage> lastMessage() {
        return lastMessage;
    }

    long sequenceNumber() {
        return quorum.state().sequenceNumber();
    }
}
