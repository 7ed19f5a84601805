package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.agent.SummaryPolicy;
import dev.sluice.client.ClientThreads;
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.driver.DirectDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One visit of the pool to a document, which lies in a service in memory. */
@Timeout(60)
class PoolSessionTest {
    private static final TenantId TENANT = new TenantId("local");
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final Duration LONG = Duration.ofHours(1);

    private final LocalService service =
            new LocalService(() -> Instant.EPOCH, new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ClientThreads threads = new ClientThreads("test");

    @AfterEach
    void close() {
        threads.close();
    }

    private ServiceClient client(ClientDescription description) {
        return ServiceClient.of(driver, TENANT)
                .options(ContainerOptions.DEFAULTS.withClient(description))
                .build();
    }

    private static DocumentKey create(ServiceClient client) {
        FluidContainer editor = client.create(ContainerSchema.of(NOTES));
        DocumentId id = editor.attach();
        editor.run(() -> editor.get(NOTES).set("a", "b"));
        editor.awaitSaved();
        return new DocumentKey(TENANT, id);
    }

    private PoolSession session(DocumentKey document) {
        return new PoolSession(
                threads.environment(() -> Instant.EPOCH),
                driver,
                document,
                SummarizerOptions.DEFAULT.withPolicy(SummaryPolicy.ON_DEMAND));
    }

    /** Nothing moves in this service unless somebody moves it: nobody is ever let in. */
    private static DocumentServiceFactory stuck() {
        return new LocalService(() -> Instant.EPOCH, new Random(1), LocalService.Delivery.HELD)
                .driver(LocalUser.editor("ada"));
    }

    private long versions(DocumentKey document) {
        try (DocumentService opened = driver.open(document)) {
            return opened.storage().versions(100).size();
        }
    }

    @Test
    void documentOfHeadlessClients_isSummarizedOnce_andLeft() {
        try (ServiceClient headless = client(ClientDescription.HEADLESS)) {
            DocumentKey document = create(headless);
            assertThat(session(document).run(LONG)).isEqualTo(new PoolOutcome.Summarized());
            assertThat(versions(document)).isEqualTo(2);
            assertThat(service.connections()).as("the editor's alone").hasSize(1);
        }
    }

    @Test
    void rt083_interactiveClientInTheDocument_thePoolStepsBack() {
        try (ServiceClient interactive = client(ClientDescription.INTERACTIVE)) {
            DocumentKey document = create(interactive);
            assertThat(session(document).run(LONG)).isEqualTo(new PoolOutcome.SteppedBack());
            assertThat(versions(document)).isEqualTo(1);
        }
    }

    @Test
    void rt083_interactiveClientJoins_whileTheSummaryIsUnderWay_thePoolStepsBack() {
        try (ServiceClient headless = client(ClientDescription.HEADLESS);
                ServiceClient interactive = client(ClientDescription.INTERACTIVE)) {
            DocumentKey document = create(headless);
            HookedDriver hooked = new HookedDriver(driver, () -> {
                FluidContainer person = interactive.open(document.document());
                person.run(() -> person.get(NOTES).set("a", "c"));
                person.awaitSaved();
            });
            PoolSession session = new PoolSession(
                    threads.environment(() -> Instant.EPOCH),
                    hooked,
                    document,
                    SummarizerOptions.DEFAULT.withPolicy(SummaryPolicy.ON_DEMAND));
            assertThat(session.run(LONG)).isEqualTo(new PoolOutcome.SteppedBack());
        }
    }

    @Test
    void stopped_itEndsWithoutWaiting() {
        DocumentServiceFactory stuck = stuck();
        try (ServiceClient client = ServiceClient.of(stuck, TENANT).build()) {
            DocumentKey document = new DocumentKey(
                    TENANT, client.create(ContainerSchema.of(NOTES)).attach());
            PoolSession session = new PoolSession(
                    threads.environment(() -> Instant.EPOCH), stuck, document, SummarizerOptions.DEFAULT);
            CompletableFuture<PoolOutcome> outcome =
                    CompletableFuture.supplyAsync(() -> session.run(LONG), threads.pool());
            session.stop();
            assertThat(outcome.join()).isEqualTo(new PoolOutcome.Nothing());
        }
    }

    @Test
    void noAnswerInTime_isAFailure() {
        DocumentServiceFactory stuck = stuck();
        try (ServiceClient client = ServiceClient.of(stuck, TENANT).build()) {
            DocumentKey document = new DocumentKey(
                    TENANT, client.create(ContainerSchema.of(NOTES)).attach());
            PoolSession session = new PoolSession(
                    threads.environment(() -> Instant.EPOCH), stuck, document, SummarizerOptions.DEFAULT);
            assertThat(session.run(Duration.ofMillis(50))).isInstanceOf(PoolOutcome.Failed.class);
        }
    }

    @Test
    void failures_areForeverOrForNow() {
        assertThat(PoolSession.outcome(new ContainerException(ContainerException.Kind.UNSUPPORTED, "a channel")))
                .isEqualTo(new PoolOutcome.LeftAlone("unsupported: a channel"));
        assertThat(PoolSession.outcome(new ContainerException(ContainerException.Kind.NO_PROGRESS, "lost")))
                .isEqualTo(new PoolOutcome.Failed("lost"));
        assertThat(PoolSession.outcome(
                        refused(new DriverError.Refused("large", DirectDriver.TOO_LARGE, Optional.empty()))))
                .isEqualTo(new PoolOutcome.LeftAlone("large"));
        assertThat(PoolSession.outcome(refused(new DriverError.NotFound("deleted"))))
                .isEqualTo(new PoolOutcome.Nothing());
        assertThat(PoolSession.outcome(refused(new DriverError.Unreachable("away"))))
                .isEqualTo(new PoolOutcome.Failed("the service"));
    }

    private static ContainerException refused(DriverError error) {
        return new ContainerException(ContainerException.Kind.SERVICE, "the service", new DriverException(error));
    }
}
