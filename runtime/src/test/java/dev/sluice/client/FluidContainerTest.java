package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.batch.BatchLimits;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.event.Registration;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an application does with a container: edits, objects, blobs, and knowing that all is saved. */
final class FluidContainerTest extends ClientFixture {
    @Test
    void edits_ofOneClient_reachTheOther() {
        FluidContainer first = client.create(SCHEMA);
        SharedString text = first.get(TEXT);
        FluidContainer second = client.open(first.attach());
        SharedString theirs = second.get(TEXT);

        first.run(() -> {
            text.insert(0, "Hello");
            text.insert(5, " all");
        });
        first.awaitSaved();
        until(second, () -> theirs.length() == 9);

        assertThat(second.call(theirs::text)).isEqualTo("Hello all");
        assertThat(first.call(first::isDirty)).isFalse();
    }

    @Test
    void objects_madeLater_areFoundThroughTheirHandles() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        FluidContainer second = client.open(first.attach());
        SharedMap theirs = second.get(NOTES);

        first.run(() -> {
            SharedMap nested = first.create(MAP);
            SharedCounter visits = first.create(COUNTER);
            visits.increment(2);
            nested.set("visits", visits.handle());
            notes.set("nested", nested.handle());
        });
        until(second, () -> theirs.has("nested"));
        SharedMap nested = await(
                second.submit(() -> second.resolve(theirs.getHandle("nested").orElseThrow(), MAP)));
        SharedCounter visits = await(
                second.submit(() -> second.resolve(nested.getHandle("visits").orElseThrow(), COUNTER)));

        assertThat(second.call(visits::value)).isEqualTo(2);
        assertThatThrownBy(() -> await(second.submit(
                        () -> second.resolve(theirs.getHandle("nested").orElseThrow(), COUNTER))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blobs_uploadedByOne_areFetchedByTheOther() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        FluidContainer second = client.open(first.attach());
        SharedMap theirs = second.get(NOTES);
        until(first, () -> first.runtime().sequenceNumber() > 0);

        Handle blob = await(first.submit(() -> first.uploadBlob("bytes".getBytes(StandardCharsets.UTF_8))));
        first.run(() -> notes.set("blob", blob));
        until(second, () -> theirs.has("blob"));

        assertThat(await(second.submit(
                        () -> second.downloadBlob(theirs.getHandle("blob").orElseThrow()))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("bytes");
    }

    @Test
    void gc158_blobsMadeBeforeTheDocumentExists_areFetchedByOthersThoughItsCreationFailedOnce() {
        AtomicInteger attempts = new AtomicInteger();
        DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
        DocumentServiceFactory shaky = new DocumentServiceFactory() {
            @Override
            public DocumentService open(DocumentKey document) {
                return driver.open(document);
            }

            @Override
            public DocumentService create(TenantId tenant, NewDocument document) {
                if (attempts.incrementAndGet() == 1) {
                    throw new DriverException(new DriverError.Unreachable("down"));
                }
                return driver.create(tenant, document);
            }
        };
        try (ServiceClient editor = ServiceClient.of(shaky, TENANT).build()) {
            FluidContainer first = editor.create(SCHEMA);
            SharedMap notes = first.get(NOTES);
            Handle blob = await(first.submit(() -> first.uploadBlob(new byte[] {0, -1})));
            first.run(() -> notes.set("before", blob));
            assertThat(await(first.submit(() -> first.downloadBlob(blob)))).containsExactly(0, -1);
            assertThatThrownBy(first::attach).isInstanceOf(ContainerException.class);
            CompletionStage<CompletionStage<Handle>> later =
                    first.submit(() -> first.uploadBlob("while attaching".getBytes(StandardCharsets.UTF_8)));
            DocumentId id = first.attach();
            Handle second = await(later);
            first.run(() -> notes.set("while", second));
            first.awaitSaved();

            FluidContainer other = client.open(id);
            SharedMap theirs = other.get(NOTES);
            until(other, () -> theirs.has("while"));
            assertThat(await(other.submit(
                            () -> other.downloadBlob(theirs.getHandle("before").orElseThrow()))))
                    .containsExactly(0, -1);
            assertThat(await(other.submit(
                            () -> other.downloadBlob(theirs.getHandle("while").orElseThrow()))))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("while attaching");
            assertThat(attempts).hasValue(2);
        }
    }

    @Test
    void editTooLargeToBeSent_isUndoneBeforeAnybodyHearsOfIt() {
        RuntimeOptions small =
                RuntimeOptions.DEFAULT.withLimits(new BatchLimits(20_000, 256, 1_000, 100_000, 1_000, 200));
        try (ServiceClient editor = ServiceClient.of(service.driver(LocalUser.editor("ada")), TENANT)
                .runtime(small)
                .build()) {
            FluidContainer container = editor.create(SCHEMA);
            SharedString text = container.get(TEXT);
            container.attach();
            AtomicInteger changes = new AtomicInteger();
            container.run(() -> text.onChange(change -> changes.incrementAndGet()));

            assertThatThrownBy(() -> container.run(() -> text.insert(0, "x".repeat(30_000))))
                    .isInstanceOfSatisfying(
                            ContainerException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(ContainerException.Kind.BATCH_TOO_LARGE));
            container.run(() -> text.insert(0, "fits"));
            container.awaitSaved();

            assertThat(container.call(text::length)).isEqualTo(4);
            assertThat(changes).hasValue(1);
        }
    }

    @Test
    void editsThatThrow_orderedSequentially_areTakenBack() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.attach();
        assertThatThrownBy(() -> first.run(() -> first.orderSequentially(() -> {
                    notes.set("half", 1);
                    throw new IllegalStateException("the other half failed");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the other half failed");
        assertThat(first.call(() -> notes.has("half"))).isFalse();
    }

    @Test
    void awaitSaved_ofAContainerThatEnds_fails() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.attach();
        first.run(first::disconnect);
        first.run(() -> notes.set("unsent", 1));
        CompletionStage<Void> saved = first.savedAsync();
        first.close();
        assertThatThrownBy(() -> Waiting.await(saved)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::awaitSaved).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writeThatIsPending_whenItsContainerEnds_tellsThatItDidNotWin() {
        InitialObject<ConsensusRegisterCollection> registers =
                InitialObject.of("registers", ConsensusRegisterCollection.FACTORY);
        FluidContainer first = client.create(ContainerSchema.of(registers));
        ConsensusRegisterCollection register = first.get(registers);
        first.attach();
        first.run(first::disconnect);
        CompletionStage<CompletionStage<Boolean>> written = first.submit(() -> register.write("key", 1));
        first.close();
        assertThat(await(written)).isFalse();
    }

    @Test
    void calls_onTheContainersThread_areAnsweredOrRefusedInsteadOfWaitingForEver() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        assertThat(first.call(() -> first.get(NOTES))).isSameAs(notes);
        assertThatThrownBy(() -> first.run(() -> first.run(() -> notes.set("a", 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("own thread");
        assertThatThrownBy(() -> first.run(first::attach)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first.run(first::awaitSaved)).isInstanceOf(IllegalStateException.class);
        assertThat(first.call(() -> notes.has("a"))).isFalse();
        assertThat(first.call(first::attachState)).isEqualTo(AttachState.DETACHED);
    }

    @Test
    void editByWhoHearsThatThereAreEdits_comesBehindTheOneThatWasMade() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        FluidContainer second = client.open(first.attach());
        SharedMap theirs = second.get(NOTES);
        first.awaitSaved();
        Registration hearing = first.call(() -> first.events().onDirty(() -> notes.set("key", "second")));
        first.run(() -> notes.set("key", "first"));
        first.run(hearing::close);
        first.awaitSaved();
        first.run(() -> notes.set("end", true));
        until(second, () -> theirs.has("end"));
        assertThat(second.call(() -> theirs.getString("key"))).contains("second");
        assertThat(first.call(() -> notes.getString("key"))).contains("second");
    }

    @Test
    void editByWhoHearsThatAllIsSaved_isMade() {
        FluidContainer first = client.create(SCHEMA);
        SharedMap notes = first.get(NOTES);
        first.attach();
        first.awaitSaved();
        CompletionStage<Void> edited = first.submit(() -> {
                    notes.set("a", 1);
                    return first.savedAsync().thenRun(() -> notes.set("status", "saved"));
                })
                .thenCompose(saved -> saved);
        Waiting.await(edited);
        assertThat(first.call(() -> notes.getString("status"))).contains("saved");
    }
}
