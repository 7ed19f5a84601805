package dev.sluice.server.driver;

import static dev.sluice.server.driver.DriverFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpFeature;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerEnvironment;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.loader.PendingState;
import dev.sluice.loader.ScheduledTimers;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers over the network, against the server itself. */
@Timeout(120)
class ContainerOverHttpTest {
    @TempDir
    Path data = Path.of("");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stopThreads() {
        scheduler.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void twoContainers_editThroughARestartOfTheServer() throws Exception {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS)) {
            Container ada = created(driver);
            DocumentKey key = on(ada, () -> ada.key().orElseThrow());
            Container bob = loaded(driver, ContainerOptions.DEFAULTS, LoadRequest.latest(key));
            edit(ada, "a1");
            edit(bob, "b1");
            awaitTexts(List.of(ada, bob), 2);

            server.restart();
            edit(ada, "a2");
            edit(bob, "b2");
            awaitTexts(List.of(ada, bob), 4);
            assertThat(texts(ada)).isEqualTo(texts(bob)).containsExactlyInAnyOrder("a1", "b1", "a2", "b2");
            Heard.until(() -> !on(ada, ada::isDirty) && !on(bob, bob::isDirty));

            Container late = loaded(driver, ContainerOptions.DEFAULTS, LoadRequest.latest(key));
            awaitTexts(List.of(late), 4);
            assertThat(texts(late)).isEqualTo(texts(ada));
            List.of(ada, bob, late).forEach(Container::close);
        }
    }

    @Test
    void pendingEdits_surviveTheirProcessAndTheServers() throws Exception {
        try (DriverFixture server = DriverFixture.start(data);
                HttpDriver driver = server.driver(HttpFeature.RESTLESS)) {
            Container ada = created(driver);
            DocumentKey key = on(ada, () -> ada.key().orElseThrow());
            Heard.until(() -> on(ada, ada::connectionState) == ConnectionState.CONNECTED);
            server.stop();
            edit(ada, "offline");
            String state = await(on(ada, ada::closeAndGetPendingState)).toJson();
            server.restart();

            Container again = loaded(driver, ContainerOptions.DEFAULTS, LoadRequest.pending(PendingState.parse(state)));
            Container reader =
                    loaded(driver, ContainerOptions.DEFAULTS.withMode(ConnectionMode.READ), LoadRequest.latest(key));
            awaitTexts(List.of(again, reader), 1);
            assertThat(texts(reader)).containsExactly("offline");
            edit(reader, "by a reader");
            awaitTexts(List.of(again), 2);
            List.of(again, reader).forEach(Container::close);
        }
    }

    private Container created(HttpDriver driver) throws InterruptedException {
        Container container = await(Container.create(
                environment(), ContainerOptions.DEFAULTS, TextsRuntime.FACTORY, JsonValue.of("texts")));
        await(await(container.call(() -> container.attach(driver, TENANT, Optional.empty()))));
        return container;
    }

    private Container loaded(HttpDriver driver, ContainerOptions options, LoadRequest request)
            throws InterruptedException {
        return await(Container.load(environment(), options, TextsRuntime.FACTORY, driver, request));
    }

    private ContainerEnvironment environment() {
        return new ContainerEnvironment(
                threads, threads, new ScheduledTimers(scheduler), InstantSource.system(), new Random(1), this::pause);
    }

    /** What the environment is for: waiting between two looks at a log that lags behind. */
    private void pause(Duration wait) {
        try {
            scheduler.schedule(() -> {}, wait.toMillis(), TimeUnit.MILLISECONDS).get();
        } catch (InterruptedException | ExecutionException stopped) {
            throw new IllegalStateException("the test is over", stopped);
        }
    }

    private static void edit(Container container, String text) throws InterruptedException {
        on(container, () -> {
            ((TextsRuntime) container.runtime()).add(text);
            return text;
        });
    }

    private static List<String> texts(Container container) throws InterruptedException {
        return on(container, () -> ((TextsRuntime) container.runtime()).sequenced());
    }

    private static void awaitTexts(List<Container> containers, int count) {
        for (Container container : containers) {
            Heard.until(() -> texts(container).size() == count);
        }
    }

    private static <T> T on(Container container, Supplier<T> task) throws InterruptedException {
        return await(container.call(task));
    }

    private static <T> T await(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError("not complete", failed);
        }
    }
}
