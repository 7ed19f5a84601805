package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layouts in which services keep quorum and application. */
class SnapshotBuilderTest {
    private static final String MEMBERS = "[[\"ada\",{\"client\":{},\"sequenceNumber\":3}]]";

    private final TreeListing listing = new TreeListing();
    private final Map<GitId, byte[]> blobs = new HashMap<>();

    @Test
    void rt012_termOfOldDocuments_isIgnored() throws IOException {
        tree(".protocol");
        blob(".protocol/attributes", "{\"term\":1,\"sequenceNumber\":7,\"minimumSequenceNumber\":5}");
        quorum(".protocol/");
        blob("content", "x");
        Snapshot snapshot = build();
        assertThat(snapshot.sequenceNumber()).isEqualTo(7);
        assertThat(snapshot.protocol().minimumSequenceNumber()).isEqualTo(5);
        assertThat(snapshot.tree().blobs()).containsOnlyKeys("content");
        assertThat(snapshot.tree().trees()).isEmpty();
    }

    @Test
    void rt011_quorumAtTheRoot_isRead() throws IOException {
        blob(".attributes", "{\"sequenceNumber\":7,\"minimumSequenceNumber\":5}");
        quorum("");
        blob("content", "x");
        Snapshot snapshot = build();
        assertThat(snapshot.sequenceNumber()).isEqualTo(7);
        assertThat(snapshot.protocol().members()).containsOnlyKeys("ada");
        assertThat(snapshot.tree().blobs()).containsOnlyKeys("content");
    }

    @Test
    void quorumThatIsMissing_isNamed() throws IOException {
        blob(".attributes", "{\"sequenceNumber\":7,\"minimumSequenceNumber\":5}");
        SnapshotBuilder builder = builder();
        assertThatThrownBy(builder::build)
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("quorumMembers is missing");
    }

    private void quorum(String folder) {
        blob(folder + "quorumMembers", MEMBERS);
        blob(folder + "quorumProposals", "[]");
        blob(folder + "quorumValues", "[ ]");
    }

    private void tree(String path) {
        listing.add(path, new TreeListing.Entry(true, null, false, null));
    }

    private void blob(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        GitId id = GitHash.of(GitObjectType.BLOB, bytes);
        blobs.put(id, bytes);
        listing.add(path, new TreeListing.Entry(false, id, false, null));
    }

    private Snapshot build() throws IOException {
        return builder().build();
    }

    private SnapshotBuilder builder() throws IOException {
        return new SnapshotBuilder(Version.ofId("v"), listing, blobs, id -> new byte[0]);
    }
}
