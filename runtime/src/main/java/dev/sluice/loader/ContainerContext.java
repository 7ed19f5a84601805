package dev.sluice.loader;

import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.SequencedMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a hosted runtime sees of its container. Confined to the container's thread, but for {@link #executor}. */
final class ContainerContext implements RuntimeContext {
    private final ContainerCore core;

    ContainerContext(ContainerCore core) {
        this.core = core;
    }

    @Override
    public Executor executor() {
        return core.thread();
    }

    @Override
    public Timers timers() {
        return core.timers();
    }

    @Override
    public InstantSource clock() {
        return core.environment().clock();
    }

    @Override
    public RandomGenerator random() {
        return core.environment().random();
    }

    @Override
    public AttachState attachState() {
        return core.attachState();
    }

    @Override
    public ConnectionState connectionState() {
        return core.connectionState();
    }

    @Override
    public Optional<String> clientId() {
        return core.clientId();
    }

    @Override
    public boolean isReadonly() {
        return core.isReadonly();
    }

    @Override
    public boolean isSummarizer() {
        return core.options().isSummarizer();
    }

    @Override
    public Quorum quorum() {
        return core.quorum();
    }

    @Override
    public Audience audience() {
        return core.audience();
    }

    @Override
    public Optional<SequencedMessage> lastMessage() {
        return core.lastMessage();
    }

    @Override
    public long sequenceNumber() {
        return core.sequenceNumber();
    }

    @Override
    public long minimumSequenceNumber() {
        return core.quorum().state().minimumSequenceNumber();
    }

    @Override
    public long nextClientSequenceNumber() {
        core.thread().require();
        return link().nextClientSequenceNumber();
    }

    @Override
    public int maxSubmissionBytes() {
        core.thread().require();
        return core.link().map(DocumentLink::maxSubmissionBytes).orElse(DocumentLink.USUAL_SUBMISSION_BYTES);
    }

    @Override
    public void submit(List<DocumentMessage> messages) {
        core.thread().require();
        if (core.isReadonly()) {
            throw new IllegalStateException("a readonly container cannot send ops");
        }
        link().submit(messages);
    }

    @Override
    public void signal(OutboundSignal signal) {
        core.thread().require();
        core.link().ifPresent(link -> link.signal(signal));
    }

    @Override
    public <T> CompletionStage<T> storage(Function<DocumentStorage, T> call) {
        Optional<DocumentLink> link = core.link();
        if (link.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("a detached container has no storage; attach it first"));
        }
        DocumentStorage storage = link.get().service().storage();
        return Blocking.call(core.environment().io(), core.thread(), () -> call.apply(storage));
    }

    @Override
    public void dirtyChanged() {
        core.thread().require();
        core.dirtyChanged();
    }

    @Override
    public void close(ContainerException cause) {
        core.thread().require();
        core.fail(cause);
    }

    private DocumentLink link() {
        return core.link()
                .orElseThrow(() ->
                        new IllegalStateException("the container is " + core.attachState() + ", expected CONNECTED"));
    }
}
