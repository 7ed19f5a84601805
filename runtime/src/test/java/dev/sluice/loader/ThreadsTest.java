package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalConnection;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers on real threads. */
@Timeout(60)
class ThreadsTest {
    private static final int CONTAINERS = 4;
    private static final int EDITS = 200;

    // What still travels when the test is over has nowhere to go.
    private final ExecutorService threads = new ThreadPoolExecutor(
            4, 4, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final LocalService service =
            new LocalService(InstantSource.system(), new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));

    @AfterEach
    void stop() {
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void containersOnManyThreads_agree() throws Exception {
        Container creator =
                await(Container.create(environment(), ContainerOptions.DEFAULTS, ListRuntime.FACTORY, Kit.CODE));
        DocumentKey key = await(await(creator.call(() -> creator.attach(driver, Kit.TENANT, Optional.empty()))));
        CountDownLatch heard = new CountDownLatch(CONTAINERS * CONTAINERS * EDITS);
        List<Container> containers = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            Container container = await(Container.load(
                    environment(),
                    ContainerOptions.DEFAULTS,
                    ListRuntime.FACTORY,
                    driver,
                    LoadRequest.latest(key).to(LoadRequest.Extent.PAUSED)));
            await(container.call(() -> counting(container, heard)));
            containers.add(container);
        }
        for (int i = 0; i < EDITS; i++) {
            for (int author = 0; author < CONTAINERS; author++) {
                Container container = containers.get(author);
                String text = author + "-" + i;
                container.execute(() -> ((ListRuntime) container.runtime()).edit(text));
            }
            if (i % 50 == 49) {
                service.connections().forEach(LocalConnection::cut);
            }
        }
        assertThat(heard.await(50, TimeUnit.SECONDS)).isTrue();

        List<String> first = texts(containers.get(0));
        assertThat(first).hasSize(CONTAINERS * EDITS).doesNotHaveDuplicates();
        for (Container container : containers) {
            assertThat(texts(container)).isEqualTo(first);
            container.close();
        }
        creator.close();
    }

    private static Container counting(Container container, CountDownLatch heard) {
        container.events().onOp(op -> {
            if (op.type().equals(MessageType.OP)) {
                heard.countDown();
            }
        });
        container.connect();
        return container;
    }

    private static List<String> texts(Container container) throws Exception {
        return await(container.call(() -> List.copyOf(((ListRuntime) container.runtime()).sequenced)));
    }

    private ContainerEnvironment environment() {
        return new ContainerEnvironment(
                threads, threads, new ScheduledTimers(scheduler), InstantSource.system(), new Random(1), wait -> {});
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(50, TimeUnit.SECONDS);
    }
}
