package dev.sluice.client;

import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.protocol.TenantId;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A service in memory and a client of it. */
@Timeout(60)
abstract class ClientFixture {
    static final TenantId TENANT = new TenantId("local");
    static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    static final InitialObject<SharedString> TEXT = InitialObject.of("text", SharedString.FACTORY);
    static final InitialObject<DataObject> BOARD = InitialObject.dataObject("board", "board");
    static final ContainerSchema SCHEMA = ContainerSchema.of(NOTES, TEXT, BOARD);
    static final ObjectType<SharedMap> MAP = ObjectType.structure(SharedMap.FACTORY);
    static final ObjectType<SharedCounter> COUNTER = ObjectType.structure(SharedCounter.FACTORY);

    final LocalService service = new LocalService(InstantSource.system(), new Random(1), LocalService.Delivery.AT_ONCE);
    final ServiceClient client =
            ServiceClient.of(service.driver(LocalUser.editor("ada")), TENANT).build();

    @AfterEach
    void close() {
        client.close();
    }

    static <T> T await(CompletionStage<? extends CompletionStage<T>> stage) {
        return Waiting.await(stage.thenCompose(inner -> inner));
    }

    static void until(FluidContainer container, BooleanSupplier condition) {
        Waiting.await(container.when(condition));
    }
}
