package dev.sluice.bench.record;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.local.LocalConnection;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Some containers of one document, in which everybody edits while ops of the others are on their way. All on the caller's thread;
 * chance and clock are its own.
 */
final class Session {
    private static final TenantId TENANT = new TenantId("bench");
    private static final int MOST_MOVED = 12;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ContainerRuntimeFactory<DataStore> runtimes = new ContainerRuntimeFactory<>(
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), RuntimeOptions.DEFAULT);
    private final SplittableRandom random;
    private final ContainerEnvironment environment;
    private final LocalService service;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Makes data stores. */
    interface Stores {
        /** Makes one with all structures under an alias. */
        Parts create(String alias);
    }

    Session(SplittableRandom random) {
        this.random = random;
        this.service = new LocalService(() -> now, new Random(random.nextLong()), LocalService.Delivery.HELD);
        this.environment = new ContainerEnvironment(
                tasks::add,
                tasks::add,
                (delay, task) -> () -> {},
                () -> now,
                new Random(random.nextLong()),
                wait -> {});
    }

    /** Writes a document and returns what it would be created from. */
    NewDocument write(Consumer<Stores> author) {
        Container container =
                now(Container.create(environment, ContainerOptions.DEFAULTS, runtimes, JsonValue.of("bench")));
        SummaryTree summary = on(container, () -> {
            ContainerRuntime<DataStore> runtime = runtime(container);
            author.accept(alias -> Parts.create(runtime, alias));
            return runtime.attachSummary();
        });
        container.close();
        settle();
        return NewDocument.of(summary);
    }

    /**
     * Has people edit a document, at random and at the same time, and hands on every op that came of it.
     *
     * @param people how many
     * @param edits how many ops of theirs there will be
     */
    void edit(NewDocument document, int people, int edits, Consumer<Parts> edit, Consumer<SequencedMessage> log) {
        DocumentKey key = service.driver(LocalUser.editor("creator"))
                .create(TENANT, document)
                .key();
        List<Container> members = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            members.add(join(key, "person" + i));
        }
        List<Parts> parts = members.stream()
                .map(member -> on(
                        member,
                        () -> Parts.of(runtime(member).aliased("default").orElseThrow())))
                .toList();
        for (int i = 0; i < edits; i++) {
            int who = random.nextInt(people);
            on(members.get(who), () -> {
                edit.accept(parts.get(who));
                return Optional.empty();
            });
            moveSome();
            now = now.plusMillis(1 + random.nextInt(40));
        }
        calm();
        try (DocumentService opened = service.driver(LocalUser.editor("reader")).open(key)) {
            copy(opened.deltas(), log);
        }
    }

    private Container join(DocumentKey key, String name) {
        CompletionStage<Container> loading = Container.load(
                environment,
                ContainerOptions.DEFAULTS,
                runtimes,
                service.driver(LocalUser.editor(name)),
                LoadRequest.latest(key));
        Container container = now(loading);
        calm();
        return container;
    }

    private static void copy(DeltaStorage deltas, Consumer<SequencedMessage> log) {
        long last = 0;
        for (List<SequencedMessage> page = deltas.fetch(0, DeltaStorage.PAGE_OPS + 1L);
                !page.isEmpty();
                page = deltas.fetch(last, last + DeltaStorage.PAGE_OPS + 1)) {
            page.forEach(log);
            last += page.size();
        }
    }

    @SuppressWarnings("unchecked") // It is what our factory made.
    private static ContainerRuntime<DataStore> runtime(Container container) {
        return (ContainerRuntime<DataStore>) container.runtime();
    }

    /** Everybody hears of some of what was said, at different times. */
    private void moveSome() {
        for (LocalConnection connection : service.connections()) {
            connection.take(random.nextInt(3));
            connection.deliver(random.nextInt(MOST_MOVED));
        }
        settle();
    }

    private void calm() {
        boolean moved = true;
        while (moved) {
            settle();
            moved = false;
            for (LocalConnection connection : service.connections()) {
                moved |= connection.unsent() + connection.undelivered() > 0;
                connection.take(Integer.MAX_VALUE);
                connection.deliver(Integer.MAX_VALUE);
            }
        }
    }

    private <T> T on(Container container, Supplier<T> task) {
        return now(container.call(task));
    }

    private <T> T now(CompletionStage<T> stage) {
        settle();
        return Optional.of(stage.toCompletableFuture())
                .filter(future -> future.isDone())
                .orElseThrow(() -> new IllegalStateException("something waits for what nobody does"))
                .join();
    }

    private void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
