package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents of several interactive clients: one of them summarizes, and another when that is gone. */
@Timeout(60)
class SummaryAgentTest {
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final SummaryPolicy EAGER = SummaryPolicy.DEFAULT
            .withMaxOps(5)
            .withIdle(Duration.ofMillis(1), Duration.ofMillis(50))
            .withInitialDelay(Duration.ZERO);

    private final LocalService service =
            new LocalService(InstantSource.system(), new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ServiceClient client = ServiceClient.of(driver, new TenantId("local"))
            .options(ContainerOptions.DEFAULTS.withClient(ClientDescription.INTERACTIVE))
            .build();
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        client.close();
    }

    private SummaryAgent agent(FluidContainer container) {
        SummarizerOptions options = SummarizerOptions.DEFAULT.withPolicy(EAGER).withListener(attempts::add);
        return container.call(() -> SummaryAgent.start(container.container(), client.environment(), driver, options));
    }

    private static void edit(FluidContainer container, String value) {
        container.run(() -> container.get(NOTES).set("key", value));
        container.awaitSaved();
    }

    @Test
    void rt082_electedClient_hasItsDocumentSummarized_andTheNextOneAfterIt() throws InterruptedException {
        FluidContainer first = client.create(ContainerSchema.of(NOTES));
        DocumentId id = first.attach();
        edit(first, "joined");
        SummaryAgent eldest = agent(first);
        FluidContainer second = client.open(id);
        edit(second, "joined, too");
        SummaryAgent younger = agent(second);
        assertThat(first.<Boolean>call(eldest::isElected)).isTrue();
        assertThat(second.<Boolean>call(younger::isElected)).isFalse();

        edit(first, "a");
        assertThat(attempts.take().isAcknowledged()).isTrue();

        first.close();
        second.when(younger::isElected).toCompletableFuture().join();
        attempts.clear();
        edit(second, "b");
        assertThat(attempts.take().isAcknowledged()).isTrue();
        younger.close();
    }
}
