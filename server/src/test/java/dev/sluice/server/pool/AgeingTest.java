package dev.sluice.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gc.GcException;
import dev.sluice.gc.state.GcBlobs;
import dev.sluice.gc.state.GcNode;
import dev.sluice.gc.state.GcState;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreFixture;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.VersionCommits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents whose newest version says that garbage is tombstoned after 20 seconds; the pool sweeps 10 seconds later. */
class AgeingTest {
    private static final DocumentKey DOCUMENT = StoreFixture.DOC;
    private static final String METADATA = "{\"gcFeature\":3,\"tombstoneTimeoutMs\":20000}";
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Store store = new MemoryStore();
    private Instant now = Instant.EPOCH;

    @AfterEach
    void close() {
        store.close();
    }

    private Ageing ageing(Duration interval, long maxBytes) {
        Map<String, String> settings = Map.of("enableGCSweep", "true", "sweepGracePeriodMs", "10000");
        return new Ageing(new StoredAgeing(store, CollectionSetup.of(settings), maxBytes), interval, 10);
    }

    private Ageing ageing() {
        return ageing(INTERVAL, 1 << 20);
    }

    private AgeingTest at(long seconds) {
        now = Instant.ofEpochSecond(seconds);
        return this;
    }

    /** Makes a version the newest one. */
    private void store(Map<String, String> gcBlobs) {
        Transaction.Builder transaction = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(DOCUMENT.tenant(), transaction);
        List<GitTreeEntry> entries = new ArrayList<>();
        new TreeMap<>(gcBlobs)
                .forEach((name, text) -> entries.add(new GitTreeEntry(name, GitObjectType.BLOB, blob(objects, text))));
        GitId tree = objects.tree(GitTree.of(List.of(
                new GitTreeEntry(".metadata", GitObjectType.BLOB, blob(objects, METADATA)),
                new GitTreeEntry("gc", GitObjectType.TREE, objects.tree(GitTree.of(entries))))));
        GitId commit = objects.commit(VersionCommits.newDocument(tree, now));
        RefName head = RefName.headOf(DOCUMENT.document());
        Optional<GitId> before = StoreFixture.ref(store, DOCUMENT.tenant(), head);
        transaction.add(new Mutation.SetRef(DOCUMENT.tenant(), head, commit, before));
        StoreFixture.await(store.write(transaction.build()));
    }

    private static GitId blob(ObjectWriter objects, String text) {
        return objects.blob(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Has the newest version say that a data store is garbage since a time. */
    private void garbageSince(long seconds, String... tombstones) {
        GcState state = new GcState(
                Map.of("/", GcNode.referenced(List.of()), "/list", GcNode.unreferenced(List.of(), seconds * 1000)));
        Map<String, String> blobs = new TreeMap<>(Map.of(GcBlobs.ROOT, GcBlobs.write(state)));
        GcBlobs.write(Set.of(tombstones)).ifPresent(text -> blobs.put(GcBlobs.TOMBSTONES, text));
        store(blobs);
    }

    @Test
    void gc131_garbage_isDueAtEachStageThatIsStored() {
        Ageing ageing = ageing();
        garbageSince(100);
        assertThat(ageing.isDue(DOCUMENT, at(101).now)).isFalse();
        assertThat(ageing.at(DOCUMENT)).contains(Instant.ofEpochSecond(120));
        assertThat(ageing.next(at(119).now)).isEmpty();
        assertThat(ageing.next(at(120).now)).contains(DOCUMENT);
        assertThat(ageing.isDue(DOCUMENT, now)).isTrue();

        garbageSince(100, "/list");
        ageing.summarized(DOCUMENT, now);
        assertThat(ageing.at(DOCUMENT)).contains(Instant.ofEpochSecond(130));
        assertThat(ageing.next(at(130).now)).contains(DOCUMENT);
        assertThat(ageing.isDue(DOCUMENT, now)).isTrue();

        store(Map.of(GcBlobs.DELETED, "[\"/list\"]"));
        ageing.summarized(DOCUMENT, now);
        assertThat(ageing.at(DOCUMENT)).isEmpty();
        assertThat(ageing.isDue(DOCUMENT, at(1_000_000).now)).isFalse();
    }

    @Test
    void visitThatChangedNothing_isNotRepeatedAtOnce() {
        Ageing ageing = ageing();
        garbageSince(0);
        assertThat(ageing.isDue(DOCUMENT, at(100).now)).isTrue();
        ageing.summarized(DOCUMENT, now);
        assertThat(ageing.isDue(DOCUMENT, at(104).now)).isFalse();
        assertThat(ageing.isDue(DOCUMENT, at(105).now)).isTrue();
    }

    @Test
    void garbageThatIsReferredToAgain_isDueForNothing() {
        Ageing ageing = ageing();
        garbageSince(0);
        ageing.summarized(DOCUMENT, at(1).now);
        assertThat(ageing.size()).isEqualTo(1);
        store(Map.of(
                GcBlobs.ROOT,
                GcBlobs.write(new GcState(
                        Map.of("/", GcNode.referenced(List.of("/list")), "/list", GcNode.referenced(List.of()))))));
        assertThat(ageing.isDue(DOCUMENT, at(20).now)).isFalse();
        assertThat(ageing.size()).isZero();
    }

    @Test
    void switchedOff_nothingIsEverDue() {
        Ageing ageing = ageing(Duration.ZERO, 1 << 20);
        garbageSince(0);
        assertThat(ageing.isDue(DOCUMENT, at(100).now)).isFalse();
        ageing.summarized(DOCUMENT, now);
        assertThat(ageing.size()).isZero();
    }

    @Test
    void moreThanTheServerOpens_isNotRead() {
        garbageSince(0);
        assertThat(ageing(INTERVAL, 50).isDue(DOCUMENT, at(100).now)).isFalse();
        assertThat(ageing(INTERVAL, 1000).isDue(DOCUMENT, now)).isTrue();
    }

    @Test
    void documentWithoutVersionOrCollection_isDueForNothing() {
        assertThat(ageing().isDue(DOCUMENT, at(100).now)).isFalse();
        store(Map.of());
        assertThat(ageing().isDue(DOCUMENT, now)).isFalse();
    }

    @Test
    void gc114_damagedState_isSaidSo() {
        store(Map.of(GcBlobs.ROOT, "{\"gcNodes\":"));
        assertThatThrownBy(() -> ageing().isDue(DOCUMENT, now))
                .isInstanceOf(GcException.class)
                .hasMessageContaining("__gc_root");
    }
}
