package dev.sluice.loader;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalConnection;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A service in memory with one document, and containers of it, all in virtual time. */
final class Kit {
    static final TenantId TENANT = new TenantId("local");
    static final DocumentKey KEY = DocumentKey.of("local", "doc");
    static final JsonValue CODE = JsonValue.of("list");

    final VirtualTime time = new VirtualTime();
    final LocalService service;
    final DocumentServiceFactory driver;
    final ContainerEnvironment environment;

    Kit(LocalService.Delivery delivery) {
        service = new LocalService(time, new Random(1), delivery);
        driver = service.driver(LocalUser.editor("ada"));
        environment = new ContainerEnvironment(time, time, time, time, new Random(2), wait -> {});
    }

    static Kit atOnce() {
        Kit kit = new Kit(LocalService.Delivery.AT_ONCE);
        kit.create();
        return kit;
    }

    static Kit held() {
        Kit kit = new Kit(LocalService.Delivery.HELD);
        kit.create();
        return kit;
    }

    /** Creates the document with an empty list, and nobody in it. */
    private void create() {
        Member creator = detached();
        now(creator.on(() -> {
            CompletionStage<DocumentKey> attached =
                    creator.container.attach(driver, TENANT, Optional.of(new DocumentId("doc")));
            creator.container.disconnect();
            return attached;
        }));
        creator.container.close();
        time.settle();
    }

    /** Loads a container without letting time pass. */
    Member load() {
        return load(ContainerOptions.DEFAULTS, LoadRequest.latest(KEY), driver);
    }

    Member load(ContainerOptions options, LoadRequest request, DocumentServiceFactory services) {
        // What depends on the stage runs before the container does anything else: no event is missed.
        return now(Container.load(environment, options, ListRuntime.FACTORY, services, request)
                .thenApply(Member::new));
    }

    Member detached() {
        return now(Container.create(environment, ContainerOptions.DEFAULTS, ListRuntime.FACTORY, CODE)
                .thenApply(Member::new));
    }

    /** Runs what waits; the stage must be complete then. */
    <T> T now(CompletionStage<T> stage) {
        time.settle();
        if (!stage.toCompletableFuture().isDone()) {
            throw new AssertionError("not complete");
        }
        return stage.toCompletableFuture().join();
    }

    /** Lets everything held arrive, and what comes of it, without letting time pass. */
    void calm() {
        time.settle();
        boolean moved = true;
        while (moved) {
            moved = false;
            for (LocalConnection connection : service.connections()) {
                moved |= connection.unsent() + connection.undelivered() > 0;
                connection.take(Integer.MAX_VALUE);
                connection.deliver(Integer.MAX_VALUE);
                time.settle();
            }
        }
    }

    /** Calms down again and again while time passes. */
    void pass(Duration duration) {
        for (long left = duration.toMillis(); left > 0; left -= 100) {
            calm();
            time.pass(Duration.ofMillis(Math.min(100, left)));
        }
        calm();
    }

    /** Attaches a detached container, as far as that goes now. */
    CompletableFuture<DocumentKey> attach(Member member, DocumentServiceFactory services) {
        CompletableFuture<DocumentKey> stage = member.container
                .call(() -> member.container.attach(services, Kit.TENANT, Optional.empty()))
                .thenCompose(attached -> attached)
                .toCompletableFuture();
        time.settle();
        return stage;
    }

    /** Has a summarizer make an edit and write a summary with it. */
    void summarized(String text) {
        Member summarizer = load(
                ContainerOptions.DEFAULTS.withClient(ClientDescription.SUMMARIZER), LoadRequest.latest(KEY), driver);
        summarizer.edit(text);
        summarizer.summarize();
        if (!types().contains("summaryAck")) {
            throw new AssertionError("the service did not take the summary");
        }
        summarizer.container.close();
        time.settle();
    }

    LocalConnection wire(int index) {
        return service.connections().get(index);
    }

    List<SequencedMessage> log() {
        try (var document = driver.open(KEY)) {
            return document.deltas().fetch(0, 2_000);
        }
    }

    List<String> types() {
        return log().stream().map(SequencedMessage::type).toList();
    }

    /** One container with what it told. */
    final class Member {
        final Container container;
        final List<String> events = new ArrayList<>();
        final List<RuntimeException> warnings = new ArrayList<>();
        Optional<ContainerException> cause = Optional.empty();

        Member(Container container) {
            this.container = container;
            listen();
        }

        private void listen() {
            ContainerEvents told = container.events();
            told.onConnected(id -> events.add("connected"));
            told.onDisconnected(reason -> events.add("disconnected"));
            told.onDirty(() -> events.add("dirty"));
            told.onSaved(() -> events.add("saved"));
            told.onReadonly(on -> events.add("readonly " + on));
            told.onAttaching(() -> events.add("attaching"));
            told.onAttached(() -> events.add("attached"));
            told.onProposal(
                    proposal -> events.add((proposal.isApproved() ? "approved " : "proposed ") + proposal.key()));
            told.onWarning(warnings::add);
            told.onDisposed(why -> events.add("disposed"));
            told.onClosed(why -> {
                events.add("closed");
                cause = why;
            });
        }

        /** Calls on the container's thread and lets what comes of it run. */
        <T> T on(Supplier<T> task) {
            return now(container.call(task));
        }

        void run(Runnable task) {
            on(() -> {
                task.run();
                return Optional.empty();
            });
        }

        ListRuntime list() {
            return on(() -> (ListRuntime) container.runtime());
        }

        void edit(String... texts) {
            run(() -> {
                for (String text : texts) {
                    ((ListRuntime) container.runtime()).edit(text);
                }
            });
        }

        /** Submits a message with a count of the test's own; called on the container's thread. */
        void unchecked(long clientSequenceNumber) {
            ((ListRuntime) container.runtime()).unchecked(clientSequenceNumber);
        }

        ConnectionState state() {
            return on(container::connectionState);
        }

        /** Has this summarizer's container upload what it holds and name it. */
        void summarize() {
            run(() -> {
                try (var document = driver.open(KEY)) {
                    ((ListRuntime) container.runtime()).summarize(document.storage());
                }
            });
        }

        String clientId() {
            return on(() -> container.clientId().orElse(""));
        }

        long number() {
            return on(container::sequenceNumber);
        }
    }
}
