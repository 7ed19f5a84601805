package dev.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.SummarizerOptions;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which op made something garbage, in documents whose edits are known. */
@Timeout(60)
class RemovalSearchTest {
    private final EditedDocument edited = new EditedDocument();

    @AfterEach
    void close() {
        edited.close();
    }

    private Removal removalOf(String node) {
        try (StoredDocument stored = edited.stored()) {
            return new RemovalSearch(stored, node, stored.newest().sequenceNumber()).find();
        }
    }

    private static long op(Removal removal) {
        assertThat(removal).isInstanceOf(Removal.ByOp.class);
        return ((Removal.ByOp) removal).op().sequenceNumber();
    }

    private void noise(int ops) {
        for (int i = 0; i < ops; i++) {
            int number = i;
            edited.edit(() -> edited.notes().set("noise", number));
        }
    }

    @Test
    void removedKey_isTheOp_withClientUserTimeAndLastPath() {
        Handle list = edited.addList("list");
        noise(20);
        edited.pass(Duration.ofSeconds(3));
        long dropped = edited.drop("list");
        noise(20);
        Removal.ByOp removal = (Removal.ByOp) removalOf(list.url());
        assertThat(removal.op().sequenceNumber()).isEqualTo(dropped);
        assertThat(removal.op().clientId())
                .isEqualTo(
                        edited.editor().call(() -> edited.editor().container().clientId()));
        assertThat(removal.op().user()).contains("ada");
        assertThat(removal.op().timestampMs()).isEqualTo(1_767_225_603_000L);
        assertThat(removal.lastPath().get(removal.lastPath().size() - 1).heldBy())
                .map(Hold::text)
                .contains("map, key \"list\"");
        assertThat(op(removalOf(list.url() + "/root"))).isEqualTo(dropped);
    }

    @Test
    void overwrittenValue_isTheOp() {
        Handle list = edited.addList("list");
        noise(3);
        long overwritten = edited.edit(() -> edited.notes().set("list", "nothing"));
        noise(3);
        assertThat(op(removalOf(list.url()))).isEqualTo(overwritten);
    }

    @Test
    void severalWays_onlyTheLastCounts() {
        Handle list = edited.addList("list");
        edited.edit(() -> edited.notes().set("again", list));
        edited.drop("list");
        noise(7);
        long last = edited.drop("again");
        noise(7);
        assertThat(op(removalOf(list.url()))).isEqualTo(last);
    }

    @Test
    void removedTextWithMarker_isTheOpThatRemovedIt() {
        Handle[] list = new Handle[1];
        edited.edit(() -> {
            DataObject holder = edited.newList();
            SharedString text = holder.create(SharedString.FACTORY);
            holder.root().set("text", text.handle());
            edited.notes().set("holder", holder.handle());
            edited.notes().set("text", text.handle());
            list[0] = edited.newList().handle();
            text.insert(0, "Hello");
            text.insertMarker(2, "m", new MarkerContent(0), JsonObject.of("see", list[0].toJson()));
        });
        SharedString text = edited.editor().call(() -> {
            List<String> path =
                    edited.notes().getHandle("text").orElseThrow().path().names();
            return edited.editor()
                    .runtime()
                    .dataStore(path.get(0))
                    .orElseThrow()
                    .channel(path.get(1), SharedString.class);
        });
        long removed = edited.edit(() -> text.remove(1, 4));
        for (int i = 0; i < 10; i++) {
            edited.edit(() -> text.insert(0, "x"));
        }
        assertThat(op(removalOf(list[0].url()))).isEqualTo(removed);
    }

    @Test
    void parentLostItsLastWay_isTheOpForItsChildrenToo() {
        Handle parent = edited.addList("parent");
        Handle[] child = new Handle[1];
        edited.edit(() -> {
            child[0] = edited.newList().handle();
            edited.editor()
                    .runtime()
                    .dataStore(parent.path().storeId().orElseThrow())
                    .orElseThrow()
                    .channel("root", SharedDirectory.class)
                    .set("child", child[0]);
        });
        noise(5);
        long dropped = edited.drop("parent");
        noise(5);
        assertThat(op(removalOf(child[0].url()))).isEqualTo(dropped);
    }

    @Test
    void insideAGroupedBatch_isTheOpOfTheBatch() {
        Handle list = edited.addList("list");
        noise(4);
        long batch = edited.edit(() -> {
            for (int i = 0; i < 50; i++) {
                edited.notes().set("key" + i, "x".repeat(2000));
            }
            edited.notes().delete("list");
            edited.notes().set("after", "x");
        });
        noise(4);
        assertThat(op(removalOf(list.url()))).isEqualTo(batch);
    }

    @Test
    void revivedAndDroppedAgain_isTheLastDrop() {
        Handle list = edited.addList("list");
        edited.drop("list");
        edited.summarize();
        noise(30);
        edited.edit(() -> edited.notes().set("list", list));
        long dropped = edited.drop("list");
        noise(30);
        edited.summarize();
        assertThat(op(removalOf(list.url()))).isEqualTo(dropped);
    }

    @Test
    void acrossSummaries_andAfterTheSweep_isStillFound() {
        Handle list = edited.addList("list");
        edited.summarize();
        long dropped = edited.drop("list");
        edited.sweep();
        edited.summarize();
        assertThat(edited.deleted(list.url())).isTrue();
        assertThat(op(removalOf(list.url()))).isEqualTo(dropped);
        try (StoredDocument stored = edited.stored()) {
            OfflineDocument newest = stored.newest();
            Explanation explanation = Explanation.of(
                            stored, newest, newest.preview().orElseThrow(), list.url())
                    .orElseThrow();
            assertThat(explanation.sweptBy().orElseThrow().sequenceNumber()).isGreaterThan(dropped);
        }
    }

    @Test
    void madeKnownButNeverReferenced_saysByWhichOp() {
        FluidContainer editor = edited.editor();
        Handle[] blob = new Handle[1];
        blob[0] = EditedDocument.await(
                editor.submit(() -> editor.uploadBlob(new byte[] {1, 2, 3})).thenCompose(uploaded -> uploaded));
        long known = editor.call(() -> editor.container().sequenceNumber());
        noise(3);
        Removal removal = removalOf(blob[0].url());
        assertThat(removal).isInstanceOf(Removal.NeverReferenced.class);
        assertThat(((Removal.NeverReferenced) removal).madeKnown().sequenceNumber())
                .isEqualTo(known);
    }

    @Test
    void garbageInTheOldestVersion_saysSinceWhen() {
        Handle list = edited.addList("list");
        edited.drop("list");
        edited.pass(Duration.ofSeconds(2));
        edited.summarize();
        noise(3);
        edited.summarize();
        try (StoredDocument stored =
                StoredDocument.of(new NewestVersions(edited.client().services(), 2), edited.key(), edited.options())) {
            Removal removal =
                    new RemovalSearch(stored, list.url(), stored.newest().sequenceNumber()).find();
            assertThat(removal).isInstanceOf(Removal.BeforeOldest.class);
            assertThat(((Removal.BeforeOldest) removal).sinceMs()).isEqualTo(OptionalLong.of(1_767_225_602_000L));
        }
    }

    @Test
    void heldByAChannelOfUnknownType_isBetweenTwoVersions() {
        Handle list = edited.addList("list");
        edited.summarize();
        noise(2);
        long dropped = edited.drop("list");
        edited.summarize();
        noise(2);
        SummarizerOptions unknowing =
                edited.options().withRegistry(new ChannelRegistry(List.of(SharedDirectory.FACTORY)));
        try (StoredDocument stored = StoredDocument.of(edited.client().services(), edited.key(), unknowing)) {
            Removal removal =
                    new RemovalSearch(stored, list.url(), stored.newest().sequenceNumber()).find();
            assertThat(removal).isInstanceOf(Removal.Between.class);
            Removal.Between between = (Removal.Between) removal;
            assertThat(between.after()).isLessThan(dropped);
            assertThat(between.before()).isGreaterThanOrEqualTo(dropped);
            assertThat(between.path().get(between.path().size() - 1).heldBy())
                    .map(Hold::text)
                    .contains("map, which does not tell where");
        }
    }

    /** Compares with what asking after each op finds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void randomEdits_sameAsAskingAfterEachOp(int seed) {
        Random random = new Random(seed);
        List<Handle> lists = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lists.add(edited.addList("key" + i));
        }
        for (int i = 0; i < 60; i++) {
            edited.edit(() -> edit(random, lists));
            if (random.nextInt(12) == 0) {
                edited.summarize();
            }
        }
        for (Handle list : lists) {
            long expected = lastLoss(list.url());
            if (expected > 0) {
                assertThat(op(removalOf(list.url()))).isEqualTo(expected);
            }
        }
    }

    private void edit(Random random, List<Handle> lists) {
        SharedMap notes = edited.notes();
        String key = "key" + random.nextInt(4);
        switch (random.nextInt(4)) {
            case 0 -> notes.set(key, lists.get(random.nextInt(3)));
            case 1 -> notes.set("other", random.nextInt());
            default -> notes.delete(key);
        }
    }

    /** Returns the last op that ended all ways to a node, 0 if there is a way. */
    private long lastLoss(String node) {
        try (StoredDocument stored = edited.stored()) {
            OfflineDocument document =
                    stored.at(stored.versions().get(stored.versions().size() - 1));
            long[] lost = {0};
            boolean[] was = {false};
            stored.ops(document.sequenceNumber(), OptionalLong.empty(), op -> {
                document.process(op);
                boolean is = DocumentGraph.of(document, stored).isReferenced(node);
                lost[0] = was[0] && !is ? op.sequenceNumber() : is ? 0 : lost[0];
                was[0] = is;
            });
            return lost[0];
        }
    }

    /** A service that lists only the newest versions. */
    private record NewestVersions(DocumentServiceFactory all, int most) implements DocumentServiceFactory {
        @Override
        public DocumentService open(DocumentKey document) {
            DocumentService service = all.open(document);
            DocumentStorage storage = service.storage();
            DocumentStorage few = proxy(DocumentStorage.class, storage, "versions", storage.versions(most));
            return proxy(DocumentService.class, service, "storage", few);
        }

        @Override
        public DocumentService create(TenantId tenant, NewDocument document) {
            return all.create(tenant, document);
        }

        @Override
        public void close() {
            all.close();
        }

        private static <T> T proxy(Class<T> type, T target, String method, Object answer) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, called, arguments) ->
                            called.getName().equals(method) ? answer : called.invoke(target, arguments)));
        }
    }
}
