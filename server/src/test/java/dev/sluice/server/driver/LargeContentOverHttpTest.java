package dev.sluice.server.driver;

import static dev.sluice.server.driver.DriverFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.driver.http.HttpFeature;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.handle.Handle;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What does not fit in a frame, or comes before the document does, against the server itself. */
@Timeout(120)
class LargeContentOverHttpTest {
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final ContainerSchema SCHEMA = ContainerSchema.of(NOTES);

    @TempDir
    Path data = Path.of("");

    @ParameterizedTest
    @EnumSource(value = HttpFeature.class, mode = Mode.EXCLUDE, names = "RAW_FIRST_SUMMARY")
    void gc158_blobMadeBeforeTheDocument_isReadByOthers(HttpFeature feature) {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        try (DriverFixture server = DriverFixture.start(data);
                ServiceClient first =
                        ServiceClient.of(server.driver(feature), TENANT).build();
                ServiceClient second =
                        ServiceClient.of(server.driver(feature), TENANT).build()) {
            FluidContainer made = first.create(SCHEMA);
            SharedMap notes = made.get(NOTES);
            Handle blob = answer(made, () -> made.uploadBlob(bytes));
            made.run(() -> notes.set("blob", blob));
            DocumentId id = made.attach();

            FluidContainer opened = second.open(id);
            SharedMap theirs = opened.get(NOTES);
            Handle found = opened.call(() -> theirs.getHandle("blob")).orElseThrow();
            assertThat(answer(opened, () -> opened.downloadBlob(found))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpFeature.class)
    void rt061_editOfMoreBytesThanCharacters_fitsInFrames(HttpFeature feature) {
        String text = new Random(1)
                .ints(400_000, '一', '龥')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        try (DriverFixture server = DriverFixture.start(data);
                ServiceClient client =
                        ServiceClient.of(server.driver(feature), TENANT).build()) {
            FluidContainer made = client.create(SCHEMA);
            SharedMap notes = made.get(NOTES);
            FluidContainer opened = client.open(made.attach());
            SharedMap theirs = opened.get(NOTES);
            made.run(() -> notes.set("text", text));
            made.awaitSaved();
            opened.when(() -> theirs.has("text")).toCompletableFuture().join();
            assertThat(opened.call(() -> theirs.getString("text"))).contains(text);
        }
    }

    private static <T> T answer(FluidContainer container, Supplier<CompletionStage<T>> question) {
        return container
                .submit(question)
                .thenCompose(stage -> stage)
                .toCompletableFuture()
                .join();
    }
}
