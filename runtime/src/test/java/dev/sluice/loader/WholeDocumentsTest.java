package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.Golden;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.standard.DataStructures;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers with all their parts, edited at random by clients who come, go, lose their connection and come back. */
class WholeDocumentsTest {
    private final VirtualTime time = new VirtualTime();
    private final LocalService service = new LocalService(time, new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ContainerEnvironment environment =
            new ContainerEnvironment(time, time, time, time, new Random(2), wait -> {});
    private final ContainerRuntimeFactory<DataStore> factory = new ContainerRuntimeFactory<>(
            new DataStoreFactory(new ChannelRegistry(DataStructures.factories())), Golden.OPTIONS);

    /** A container with the runtime that the test had made for it. */
    private final class Client {
        private Container container;

        Client(Container container) {
            this.container = container;
        }

        <T> T on(Function<ContainerRuntime<DataStore>, T> task) {
            return now(container.call(() -> task.apply(runtime())));
        }

        void run(Consumer<ContainerRuntime<DataStore>> task) {
            on(runtime -> {
                task.accept(runtime);
                return true;
            });
        }

        @SuppressWarnings("unchecked") // The factory makes no others.
        private ContainerRuntime<DataStore> runtime() {
            return (ContainerRuntime<DataStore>) container.runtime();
        }

        /** Ends, and goes on as another with what was pending. */
        void restart() {
            PendingState left = now(now(container.call(container::closeAndGetPendingState)));
            container = load(LoadRequest.pending(left));
        }
    }

    private <T> T now(CompletionStage<T> stage) {
        time.settle();
        return stage.toCompletableFuture().join();
    }

    private Container load(LoadRequest request) {
        return now(Container.load(environment, ContainerOptions.DEFAULTS, factory, driver, request));
    }

    private Client create() {
        Client creator = new Client(
                now(Container.create(environment, ContainerOptions.DEFAULTS, factory, JsonValue.of("code"))));
        creator.run(runtime -> {
            DataStore store = runtime.createDataStore(List.of("pkg"));
            store.createChannel("map", SharedMap.class).set("made", JsonValue.of("detached"));
            store.createChannel("count", SharedCounter.class).increment(3);
            store.createChannel("folders", SharedDirectory.class);
            store.createChannel("text", SharedString.class).insert(0, "beginning");
            runtime.trySetAlias(store.id(), "root");
        });
        return creator;
    }

    private DocumentKey attach(Client creator) {
        return now(now(creator.container.call(
                () -> creator.container.attach(driver, new TenantId("local"), Optional.of(new DocumentId("doc"))))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyClient_endsInTheSameState(long seed) {
        Random random = new Random(seed);
        List<Client> clients = new ArrayList<>(List.of(create()));
        DocumentKey key = attach(clients.get(0));
        for (int i = 0; i < 3; i++) {
            clients.add(new Client(load(LoadRequest.latest(key))));
        }
        for (int step = 0; step < 100; step++) {
            act(clients.get(random.nextInt(clients.size())), random, step);
            time.pass(Duration.ofMillis(random.nextInt(200)));
        }
        clients.forEach(client -> now(client.container.call(() -> {
            client.container.connect();
            return true;
        })));
        time.pass(Duration.ofSeconds(30));
        Client late = new Client(load(LoadRequest.latest(key)));
        time.settle();

        String expected = late.on(WholeDocumentsTest::state);
        for (Client client : clients) {
            boolean hasPendingOps = client.on(ContainerRuntime::hasPendingOps);
            assertThat(hasPendingOps).isFalse();
            assertThat(client.on(WholeDocumentsTest::state)).isEqualTo(expected);
        }
    }

    private void act(Client client, Random random, int step) {
        switch (random.nextInt(10)) {
            case 0 -> client.run(runtime -> client.container.disconnect());
            case 1, 2 -> client.run(runtime -> client.container.connect());
            case 3 -> client.run(runtime -> addStore(runtime, step));
            case 4 -> client.run(runtime -> failTogether(runtime, step));
            case 5 -> client.restart();
            default -> client.run(runtime -> edit(runtime, random, step));
        }
    }

    private static void addStore(ContainerRuntime<DataStore> runtime, int step) {
        DataStore store = runtime.createDataStore("store" + step, List.of("pkg"));
        store.createChannel("map", SharedMap.class).set("before", JsonValue.of(step));
        map(root(runtime)).set("handle" + step, store.handle().toJson());
        map(store).set("after", JsonValue.of(step));
    }

    private static void failTogether(ContainerRuntime<DataStore> runtime, int step) {
        try {
            runtime.orderSequentially(() -> {
                root(runtime).channel("text", SharedString.class).insert(0, "never");
                map(root(runtime)).set("never", JsonValue.of(step));
                throw new IllegalArgumentException("on purpose");
            });
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessage("on purpose");
        }
    }

    private static void edit(ContainerRuntime<DataStore> runtime, Random random, int step) {
        DataStore root = root(runtime);
        map(root).set("key" + random.nextInt(5), JsonValue.of(step));
        map(root).delete("key" + random.nextInt(5));
        root.channel("count", SharedCounter.class).increment(step);
        SharedString text = root.channel("text", SharedString.class);
        text.insert(random.nextInt(text.length() + 1), "<" + step + ">");
        int start = random.nextInt(text.length());
        text.remove(start, Math.min(text.length(), start + 2));
        for (String id : runtime.dataStoreIds()) {
            map(runtime.dataStore(id).orElseThrow()).set("all", JsonValue.of(step));
        }
    }

    private static DataStore root(ContainerRuntime<DataStore> runtime) {
        return runtime.aliased("root").orElseThrow();
    }

    private static SharedMap map(DataStore store) {
        return store.channel("map", SharedMap.class);
    }

    private static String state(ContainerRuntime<DataStore> runtime) {
        StringBuilder state = new StringBuilder();
        for (String id : runtime.dataStoreIds().stream().sorted().toList()) {
            SharedMap map = map(runtime.dataStore(id).orElseThrow());
            state.append(id).append(": ");
            map.keys().stream()
                    .sorted()
                    .forEach(key -> state.append(key)
                            .append('=')
                            .append(map.get(key).orElseThrow().toJson())
                            .append(' '));
        }
        return state.append(root(runtime).channel("count", SharedCounter.class).value())
                .append(root(runtime).channel("text", SharedString.class).text())
                .toString();
    }
}
