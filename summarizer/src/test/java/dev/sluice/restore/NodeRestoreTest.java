package dev.sluice.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.DataStore;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.counter.SharedCounter;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.Version;
import dev.sluice.inspect.DocumentGraph;
import dev.sluice.inspect.EditedDocument;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.replay.ChannelState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Restores what collection took, and looks at the document as clients do that load it afterwards. */
@Timeout(60)
class NodeRestoreTest {
    private final EditedDocument edited = new EditedDocument();

    @AfterEach
    void close() {
        edited.close();
    }

    private RestoreResult restore(String node, Keep keep) {
        return restore(new RestoreRequest(node, Optional.empty(), keep));
    }

    private RestoreResult restore(RestoreRequest request) {
        return NodeRestore.restore(
                edited.client().environment(), edited.client().services(), edited.key(), edited.options(), request);
    }

    private static Keep alias(String name) {
        return new Keep.Alias(name);
    }

    private Keep note(String key) {
        return new Keep.Key(edited.editor().call(() -> edited.notes().handle().url()), key);
    }

    private static String id(String path) {
        return path.substring(1);
    }

    /** The channels of a data store as a client has them that loads the newest summary. */
    private Map<String, JsonObject> loaded(String store) {
        try (StoredDocument stored = edited.stored()) {
            return channels(stored.at(stored.versions().get(0)).runtime(), store);
        }
    }

    private static Map<String, JsonObject> channels(ContainerRuntime<DataStore> runtime, String store) {
        Map<String, JsonObject> channels = new TreeMap<>();
        DataStore found = runtime.dataStore(id(store)).orElseThrow();
        found.channelIds()
                .forEach(channel -> channels.put(
                        channel, ChannelState.of(found.channel(channel).orElseThrow())));
        return channels;
    }

    /** Fills a data object with each structure there is. */
    private static void fill(DataObject object) {
        SharedDirectory root = object.root();
        root.createSubdirectory("a").createSubdirectory("b").set("deep", 1.5);
        SharedMap map = object.create(SharedMap.FACTORY);
        map.set("k", JsonValue.parse("{\"x\":[1,null,\"y\"]}"));
        SharedString text = object.create(SharedString.FACTORY);
        text.insert(0, "Hello, world");
        text.insertMarker(5, "m", new MarkerContent(1), JsonObject.of("p", JsonValue.of(true)));
        text.annotate(0, 3, JsonObject.of("bold", JsonValue.of(true)));
        text.intervals("notes").add(1, 4, JsonObject.of("by", JsonValue.of("ada")));
        SharedMatrix matrix = object.create(SharedMatrix.FACTORY);
        matrix.insertRows(0, 2);
        matrix.insertColumns(0, 3);
        matrix.set(1, 2, JsonValue.of("cell"));
        SharedCounter counter = object.create(SharedCounter.FACTORY);
        counter.increment(7);
        SharedCell cell = object.create(SharedCell.FACTORY);
        cell.set("value");
        ConsensusRegisterCollection registers = object.create(ConsensusRegisterCollection.FACTORY);
        ConsensusQueue queue = object.create(ConsensusQueue.FACTORY);
        Map.of(
                        "map", map.handle(),
                        "text", text.handle(),
                        "matrix", matrix.handle(),
                        "counter", counter.handle(),
                        "cell", cell.handle(),
                        "registers", registers.handle(),
                        "queue", queue.handle())
                .forEach(root::set);
    }

    @Test
    void sweptStore_comesBackWithEqualContents_afterAFurtherSummaryToo() {
        Handle[] made = new Handle[1];
        edited.edit(() -> {
            DataObject object = edited.newList();
            fill(object);
            edited.notes().set("list", object.handle());
            made[0] = object.handle();
        });
        // Content that was edited since it was made known, with what others may refer to still.
        edited.edit(() -> {
            DataStore store =
                    edited.editor().runtime().dataStore(id(made[0].url())).orElseThrow();
            SharedDirectory root = store.channel("root", SharedDirectory.class);
            SharedString text = store.channel(
                    root.getHandle("text").orElseThrow().path().names().get(1), SharedString.class);
            text.remove(2, 4);
            text.insert(0, ">> ");
            store.channel(
                            root.getHandle("registers")
                                    .orElseThrow()
                                    .path()
                                    .names()
                                    .get(1),
                            ConsensusRegisterCollection.class)
                    .write("r", 5);
            store.channel(root.getHandle("queue").orElseThrow().path().names().get(1), ConsensusQueue.class)
                    .add("job");
        });
        Map<String, JsonObject> before =
                edited.editor().call(() -> channels(edited.editor().runtime(), made[0].url()));
        edited.drop("list");
        edited.sweep();
        assertThat(edited.deleted(made[0].url())).isTrue();

        RestoreResult result = restore(made[0].url(), alias("found"));
        assertThat(result.restoredAs()).isNotEqualTo(made[0].url());
        assertThat(result.copies()).containsOnly(Map.entry(made[0].url(), result.restoredAs()));
        assertThat(result.missing()).isEmpty();
        Map<String, JsonObject> expected = new TreeMap<>();
        before.forEach((channel, state) -> expected.put(channel, turned(state, result)));

        edited.summarize();
        assertThat(loaded(result.restoredAs())).isEqualTo(expected);
        EditedDocument.await(edited.editor()
                .when(() -> edited.editor().runtime().aliased("found").isPresent()));
        assertThat(edited.editor().call(() -> channels(edited.editor().runtime(), result.restoredAs())))
                .isEqualTo(expected);
        edited.pass(Duration.ofSeconds(60));
        edited.summarize();
        try (StoredDocument stored = edited.stored()) {
            DocumentGraph graph = DocumentGraph.of(stored.newest(), stored);
            assertThat(graph.isReferenced(result.restoredAs() + "/root")).isTrue();
            assertThat(graph.isNode(made[0].url())).isFalse();
        }
    }

    private static JsonObject turned(JsonObject state, RestoreResult result) {
        return JsonValue.parse(state.toJson().replace(result.node(), result.restoredAs()))
                .asObject()
                .orElseThrow();
    }

    @Test
    void restoredStore_isEditedByClientsThatMeetIt() {
        Handle list = edited.addList("list");
        edited.drop("list");
        edited.sweep();
        RestoreResult result = restore(list.url(), note("again"));
        FluidContainer other = edited.client().open(edited.key().document());
        EditedDocument.await(other.when(() -> other.get(EditedDocument.NOTES).has("again")));
        other.run(() -> root(other, result.restoredAs()).set("new", "milk"));
        other.awaitSaved();
        FluidContainer editor = edited.editor();
        EditedDocument.await(editor.when(
                () -> editor.runtime().dataStore(id(result.restoredAs())).isPresent()
                        && root(editor, result.restoredAs()).has("new")));
        assertThat(editor.call(() -> root(editor, result.restoredAs()).getString("what")))
                .contains("list's milk");
    }

    private static SharedDirectory root(FluidContainer container, String store) {
        return container.runtime().dataStore(id(store)).orElseThrow().channel("root", SharedDirectory.class);
    }

    @Test
    void subgraph_comesBackWhole_withHandlesTurned_andKeepsWhatStillExists() {
        FluidContainer editor = edited.editor();
        Handle blob = EditedDocument.await(
                editor.submit(() -> editor.uploadBlob(new byte[] {1, 2, 3})).thenCompose(uploaded -> uploaded));
        Handle still = edited.addList("still");
        Handle[] made = new Handle[2];
        edited.edit(() -> {
            DataObject parent = edited.newList();
            DataObject child = edited.newList();
            SharedMap map = parent.create(SharedMap.FACTORY);
            map.set("nested", JsonObject.of("in", JsonArray.of(child.handle().toJson(), blob.toJson())));
            map.set("text", "a text about {\"type\":\"__fluid_handle__\"}");
            parent.root().set("map", map.handle());
            parent.root().set("still", still);
            child.root().set("parent", parent.handle());
            edited.notes().set("parent", parent.handle());
            made[0] = parent.handle();
            made[1] = child.handle();
        });
        edited.drop("parent");
        edited.sweep();
        assertThat(edited.deleted(blob.url())).isTrue();

        RestoreResult result = restore(made[0].url(), alias("found"));
        assertThat(result.copies().keySet()).containsExactlyInAnyOrder(made[0].url(), made[1].url(), blob.url());
        edited.summarize();
        FluidContainer loaded = edited.client().open(edited.key().document());
        String child = Objects.requireNonNull(result.copies().get(made[1].url()));
        assertThat(loaded.call(() -> root(loaded, child).getHandle("parent")))
                .map(Handle::url)
                .contains(result.restoredAs());
        JsonObject nested = loaded.call(() -> {
            Handle map = root(loaded, result.restoredAs()).getHandle("map").orElseThrow();
            assertThat(map.url()).startsWith(result.restoredAs() + "/");
            return loaded.runtime()
                    .dataStore(id(result.restoredAs()))
                    .orElseThrow()
                    .channel(map.path().names().get(1), SharedMap.class)
                    .get("nested")
                    .orElseThrow()
                    .asObject()
                    .orElseThrow();
        });
        JsonArray handles = nested.array("in").orElseThrow();
        assertThat(Handle.of(handles.get(0)).map(Handle::url)).contains(child);
        assertThat(loaded.call(() -> root(loaded, result.restoredAs()).getHandle("still")))
                .contains(still);
        byte[] bytes = EditedDocument.await(loaded.submit(
                        () -> loaded.downloadBlob(Handle.of(handles.get(1)).orElseThrow()))
                .thenCompose(found -> found));
        assertThat(bytes).containsExactly(1, 2, 3);
        try (StoredDocument stored = edited.stored()) {
            DocumentGraph graph = DocumentGraph.of(stored.newest(), stored);
            assertThat(graph.garbage()).isEmpty();
        }
    }

    @Test
    void sweptBlob_isStoredAgainUnderAKey() {
        FluidContainer editor = edited.editor();
        Handle blob = EditedDocument.await(
                editor.submit(() -> editor.uploadBlob(new byte[] {4, 5})).thenCompose(uploaded -> uploaded));
        edited.edit(() -> edited.notes().set("blob", blob));
        edited.summarize();
        edited.drop("blob");
        edited.sweep();
        assertThatThrownBy(() -> restore(blob.url(), alias("picture"))).hasMessageContaining("has no alias");
        RestoreResult result = restore(blob.url(), note("picture"));
        edited.summarize();
        FluidContainer loaded = edited.client().open(edited.key().document());
        byte[] bytes = EditedDocument.await(loaded.submit(() -> loaded.downloadBlob(
                        loaded.get(EditedDocument.NOTES).getHandle("picture").orElseThrow()))
                .thenCompose(found -> found));
        assertThat(bytes).containsExactly(4, 5);
        assertThat(result.restoredAs()).startsWith("/_blobs/").isNotEqualTo(blob.url());
    }

    @Test
    void tombstone_isRevivedAsItIs() {
        Handle list = edited.addList("list");
        edited.drop("list");
        edited.summarize();
        edited.pass(Duration.ofSeconds(25));
        assertThat(edited.summarize().run().orElseThrow().plan().tombstones()).contains(list.url());

        RestoreResult result = restore(list.url(), note("again"));
        assertThat(result.restoredAs()).isEqualTo(list.url());
        assertThat(result.source()).isEmpty();
        assertThat(edited.summarize().run().orElseThrow().plan().tombstones()).isEmpty();
        assertThatThrownBy(() -> restore(list.url(), alias("x"))).hasMessageContaining("is referenced");
    }

    @Test
    void gc162_tombstonedBlob_isNoTombstoneAfterItsHandleIsStoredAgain() {
        FluidContainer editor = edited.editor();
        Handle blob = EditedDocument.await(
                editor.submit(() -> editor.uploadBlob(new byte[] {6})).thenCompose(uploaded -> uploaded));
        edited.edit(() -> edited.notes().set("blob", blob));
        edited.drop("blob");
        edited.summarize();
        edited.pass(Duration.ofSeconds(25));
        assertThat(edited.summarize().run().orElseThrow().plan().tombstones()).containsExactly(blob.url());
        assertThat(restore(blob.url(), note("again")).restoredAs()).isEqualTo(blob.url());
        assertThat(edited.summarize().run().orElseThrow().plan().tombstones()).isEmpty();
    }

    @Test
    void version_isTheNewestWithTheNode_orTheOneAskedFor() {
        Handle list = edited.addList("list");
        edited.summarize();
        Version first = newestVersion();
        edited.edit(() -> root(edited.editor(), list.url()).set("what", "butter"));
        edited.drop("list");
        edited.sweep();
        RestoreResult newest = restore(list.url(), alias("newest"));
        RestoreResult old = restore(new RestoreRequest(list.url(), Optional.of(first), alias("old")));
        FluidContainer editor = edited.editor();
        EditedDocument.await(editor.when(() -> editor.runtime().aliased("old").isPresent()));
        assertThat(editor.call(() -> root(editor, newest.restoredAs()).getString("what")))
                .contains("butter");
        assertThat(editor.call(() -> root(editor, old.restoredAs()).getString("what")))
                .contains("list's milk");
        assertThatThrownBy(() -> restore(new RestoreRequest(list.url(), Optional.of(newestVersion()), alias("x"))))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("does not have");
    }

    private Version newestVersion() {
        try (StoredDocument stored = edited.stored()) {
            return stored.versions().get(0);
        }
    }

    @Test
    void unknownType_isCarriedAsItWasStored_withHandlesTurned() {
        Handle[] made = new Handle[2];
        edited.edit(() -> {
            DataObject parent = edited.newList();
            DataObject child = edited.newList();
            SharedMap map = parent.create(SharedMap.FACTORY);
            map.set("child", child.handle());
            parent.root().set("map", map.handle());
            edited.notes().set("parent", parent.handle());
            made[0] = parent.handle();
            made[1] = child.handle();
        });
        edited.drop("parent");
        edited.sweep();
        RestoreResult result = NodeRestore.restore(
                edited.client().environment(),
                edited.client().services(),
                edited.key(),
                edited.options().withRegistry(new ChannelRegistry(List.of(SharedDirectory.FACTORY))),
                new RestoreRequest(made[0].url(), Optional.empty(), alias("found")));
        edited.summarize();
        FluidContainer loaded = edited.client().open(edited.key().document());
        Optional<Handle> child = loaded.call(() -> {
            Handle map = root(loaded, result.restoredAs()).getHandle("map").orElseThrow();
            return loaded.runtime()
                    .dataStore(id(result.restoredAs()))
                    .orElseThrow()
                    .channel(map.path().names().get(1), SharedMap.class)
                    .getHandle("child");
        });
        assertThat(child)
                .map(Handle::url)
                .contains(Objects.requireNonNull(result.copies().get(made[1].url())));
    }

    @Test
    void itemHeldByAClientThatLeft_isFreeInTheCopy() {
        Handle[] made = new Handle[1];
        edited.edit(() -> {
            DataObject object = edited.newList();
            ConsensusQueue queue = object.create(ConsensusQueue.FACTORY);
            object.root().set("queue", queue.handle());
            edited.notes().set("list", object.handle());
            made[0] = object.handle();
        });
        FluidContainer worker = edited.client().open(edited.key().document());
        EditedDocument.await(worker.when(() -> worker.get(EditedDocument.NOTES).has("list")));
        EditedDocument.await(worker.submit(() -> queue(worker, made[0].url()).add("job"))
                .thenCompose(added -> added));
        EditedDocument.await(worker.submit(() -> queue(worker, made[0].url()).acquire())
                .thenCompose(acquired -> acquired));
        edited.summarize();
        Version held = newestVersion();
        worker.close();
        edited.drop("list");
        edited.sweep();
        RestoreResult result = restore(new RestoreRequest(made[0].url(), Optional.of(held), alias("found")));
        FluidContainer editor = edited.editor();
        EditedDocument.await(editor.when(() -> editor.runtime().aliased("found").isPresent()));
        assertThat(editor.call(() -> queue(editor, result.restoredAs()).items()))
                .containsExactly(JsonValue.of("job"));
    }

    private static ConsensusQueue queue(FluidContainer container, String store) {
        Handle queue = root(container, store).getHandle("queue").orElseThrow();
        return container
                .runtime()
                .dataStore(id(store))
                .orElseThrow()
                .channel(queue.path().names().get(1), ConsensusQueue.class);
    }

    @Test
    void whatCannotBeRestored_isRefusedBeforeAnythingIsDone() {
        Handle list = edited.addList("list");
        edited.drop("list");
        edited.sweep();
        Set<String> before = nodes();
        assertThatThrownBy(() -> restore("/nobody", alias("x"))).hasMessageContaining("is no node of the document");
        assertThatThrownBy(() -> restore(list.url(), alias("rootDOId"))).hasMessageContaining("is taken");
        assertThatThrownBy(() -> restore(list.url(), alias("a/b"))).hasMessageContaining("without slash");
        assertThatThrownBy(() -> restore(list.url(), note("tick"))).hasMessageContaining("already");
        assertThatThrownBy(() -> restore(list.url(), new Keep.Key("/nobody/root", "x")))
                .hasMessageContaining("there is no channel");
        assertThat(nodes()).isEqualTo(before);
        assertThat(edited.editor().call(() -> edited.editor().runtime().aliases()))
                .hasSize(1);
    }

    private Set<String> nodes() {
        try (StoredDocument stored = edited.stored()) {
            return DocumentGraph.of(stored.newest(), stored).nodes();
        }
    }
}
