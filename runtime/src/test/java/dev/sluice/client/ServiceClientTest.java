package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.DataStoreFactory;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.Container;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerOptions;
import dev.sluice.loader.LoadRequest;
import dev.sluice.loader.LoadRequest.Extent;
import dev.sluice.loader.PendingState;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** How documents are created, opened, gone on with and left. */
final class ServiceClientTest extends ClientFixture {
    @Test
    void document_created_isOpenedByOthersWithItsInitialObjects() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.run(() -> notes.set("title", "Plan"));
        DocumentId id = first.attach();
        FluidContainer second = client.open(id);
        SharedMap theirs = second.get(NOTES);

        assertThat(second.call(() -> theirs.getString("title"))).contains("Plan");
        assertThat(second.call(second::initialObjectNames)).containsExactly("notes", "text", "board");
        assertThat(second.get(BOARD).store().packagePath()).containsExactly("rootDO", "board");
        assertThat(second.call(second::documentId)).contains(id);
        assertThat(second.call(second::attachState)).isEqualTo(AttachState.ATTACHED);
    }

    @Test
    void attach_underAWishedId_isOpenedUnderIt() {
        FluidContainer first = client.create(SCHEMA);
        assertThat(first.attach(new DocumentId("plan"))).isEqualTo(new DocumentId("plan"));
        FluidContainer second = client.open(new DocumentId("plan"));
        assertThat(second.call(second::documentId)).contains(new DocumentId("plan"));
    }

    @Test
    void pendingState_ofAClosedContainer_isGoneOnWith() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        DocumentId id = first.attach();
        first.run(() -> notes.set("before", 1));
        first.awaitSaved();
        first.run(first::disconnect);
        first.run(() -> notes.set("offline", 2));
        String kept = first.closeAndGetPendingState().toJson();

        FluidContainer later = client.resume(PendingState.parse(kept));
        later.awaitSaved();
        FluidContainer other = client.open(id);
        SharedMap theirs = other.get(NOTES);
        until(other, () -> theirs.has("offline"));

        assertThat(other.call(theirs::keys)).containsExactly("before", "offline");
    }

    @Test
    void documentOfAnotherLayout_isRefusedAndLeft() throws Exception {
        Container other = Waiting.await(Container.create(
                client.environment(),
                ContainerOptions.DEFAULTS,
                new ContainerRuntimeFactory<>(DataStoreFactory.of(SharedMap.FACTORY), RuntimeOptions.DEFAULT),
                JsonValue.of("other")));
        DocumentKey key = Waiting.await(other.call(() -> other.attach(client.services(), TENANT, Optional.empty()))
                .thenCompose(attached -> attached));
        other.close();
        Waiting.await(other.call(() -> true));
        ExecutorService own = Executors.newSingleThreadExecutor();
        try (ServiceClient opener = ServiceClient.of(service.driver(LocalUser.editor("bob")), TENANT)
                .executors(() -> own)
                .build()) {
            assertThatThrownBy(() -> opener.open(key.document()))
                    .isInstanceOf(ContainerException.class)
                    .hasMessageContaining("rootDOId");
            // What the container still had to do is done: all of it runs on this one thread.
            own.submit(() -> true).get();
            own.submit(() -> true).get();
            assertThat(service.connections()).isEmpty();
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void client_closed_endsItsContainers() {
        ServiceClient other = ServiceClient.of(service.driver(LocalUser.editor("bob")), TENANT)
                .build();
        FluidContainer container = other.create(SCHEMA);
        container.attach();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        container.run(() -> container.onClosed(() -> ended.complete(true)));
        other.close();
        assertThat(ended.join()).isTrue();
    }

    @Test
    void unknownDocument_isRefusedWithAReason() {
        assertThatThrownBy(() -> client.open(new DocumentId("nobody")))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void storageOnly_showsTheVersionAndRefusesEdits() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.run(() -> notes.set("title", "Plan"));
        DocumentKey key = new DocumentKey(TENANT, first.attach());
        FluidContainer second =
                Waiting.await(client.open(LoadRequest.latest(key).to(Extent.STORAGE_ONLY)));
        SharedMap theirs = second.get(NOTES);
        assertThat(second.call(() -> theirs.getString("title"))).contains("Plan");
        assertThatThrownBy(() -> second.run(() -> theirs.set("title", "Other")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void initialObject_thatIsNotThere_isNamed() {
        FluidContainer first = client.create(SCHEMA);
        assertThatThrownBy(() -> first.get(InitialObject.of("other", SharedMap.FACTORY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> first.get(InitialObject.of("text", SharedMap.FACTORY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("map");
        assertThatThrownBy(() -> ContainerSchema.of(NOTES, InitialObject.of("notes", SharedCounter.FACTORY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void container_onTheApplicationsExecutor_runsThere() {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
        try (ServiceClient mine = ServiceClient.of(service.driver(LocalUser.editor("ada")), TENANT)
                .executors(() -> own)
                .build()) {
            FluidContainer first = mine.create(SCHEMA);
            Set<String> names = ConcurrentHashMap.newKeySet();
            SharedMap notes = first.get(NOTES);
            first.run(() ->
                    notes.onChange(change -> names.add(Thread.currentThread().getName())));
            first.run(() -> notes.set("a", 1));
            assertThat(names).containsExactly("own");
        } finally {
            own.shutdownNow();
        }
    }
}
