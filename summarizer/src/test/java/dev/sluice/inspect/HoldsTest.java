package dev.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.DataObject;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.cell.SharedCell;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.matrix.SharedMatrix;
import dev.sluice.dds.mergetree.MarkerContent;
import dev.sluice.dds.queue.ConsensusQueue;
import dev.sluice.dds.register.ConsensusRegisterCollection;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds a node, said of each kind of channel. */
@Timeout(60)
class HoldsTest {
    private final EditedDocument edited = new EditedDocument();

    @AfterEach
    void close() {
        edited.close();
    }

    /** Puts a new data object somewhere in {@code holder}, and returns the text of what holds it. */
    private String held(Placing placing) {
        Handle[] target = new Handle[1];
        edited.edit(() -> {
            DataObject holder = edited.newList();
            target[0] = edited.newList().handle();
            edited.notes().set("holder", holder.handle());
            placing.put(holder, target[0]);
        });
        try (StoredDocument stored = edited.stored()) {
            List<Step> path = DocumentGraph.of(stored.newest(), stored)
                    .keptBy(target[0].path().text());
            return path.get(path.size() - 1).heldBy().orElseThrow().text();
        }
    }

    private interface Placing {
        void put(DataObject holder, Handle target);
    }

    private static <C extends SharedObject> C in(DataObject holder, ChannelFactory<C> factory) {
        C channel = holder.create(factory);
        holder.root().set("channel", channel.handle());
        return channel;
    }

    @Test
    void map_saysKeyAndWayIntoTheValue() {
        assertThat(held((holder, target) -> in(holder, SharedMap.FACTORY).set("a", target)))
                .isEqualTo("map, key \"a\"");
        assertThat(held((holder, target) -> in(holder, SharedMap.FACTORY)
                        .set("a", JsonObject.of("b/c", JsonArray.of(JsonValue.of(1), target.toJson())))))
                .isEqualTo("map, key \"a\" at /b~1c/1");
    }

    @Test
    void directory_saysPathAndKey() {
        assertThat(held((holder, target) -> in(holder, SharedDirectory.FACTORY)
                        .createSubdirectory("x")
                        .createSubdirectory("y")
                        .set("k", target)))
                .isEqualTo("directory, key \"k\" in directory /x/y");
    }

    @Test
    void cell_saysValue() {
        assertThat(held((holder, target) -> in(holder, SharedCell.FACTORY).set(target)))
                .isEqualTo("cell, value");
    }

    @Test
    void text_saysPosition_markerAndInterval() {
        assertThat(held((holder, target) -> text(holder).insert(2, "!", JsonObject.of("link", target.toJson()))))
                .isEqualTo("mergeTree, text at 2 at /link");
        assertThat(held((holder, target) ->
                        text(holder).insertMarker(1, "m", new MarkerContent(0), JsonObject.of("see", target.toJson()))))
                .isEqualTo("mergeTree, marker \"m\" at /see");
        assertThat(held((holder, target) ->
                        text(holder).intervals("notes").add(1, 3, JsonObject.of("see", target.toJson()))))
                .matches("mergeTree, interval \\S+ of \"notes\" at /see");
    }

    private static SharedString text(DataObject holder) {
        SharedString text = in(holder, SharedString.FACTORY);
        text.insert(0, "Hello");
        return text;
    }

    @Test
    void matrix_saysRowAndColumn() {
        assertThat(held((holder, target) -> {
                    SharedMatrix matrix = in(holder, SharedMatrix.FACTORY);
                    matrix.insertRows(0, 3);
                    matrix.insertColumns(0, 2);
                    matrix.set(2, 1, target.toJson());
                }))
                .isEqualTo("sharedmatrix, cell in row 2, column 1");
    }

    @Test
    void registers_sayKey() {
        assertThat(held((holder, target) ->
                        in(holder, ConsensusRegisterCollection.FACTORY).write("r", target)))
                .isEqualTo("consensus-register-collection, register \"r\"");
    }

    @Test
    void queue_saysPlaceOfItem_orThatItIsHeld() {
        assertThat(held((holder, target) -> {
                    ConsensusQueue queue = in(holder, ConsensusQueue.FACTORY);
                    queue.add("first");
                    queue.add(target);
                }))
                .isEqualTo("consensus-queue, item 1");
    }

    @Test
    void unknownType_saysTheChannelOnly() {
        Handle target = edited.addList("a");
        try (StoredDocument stored = StoredDocument.of(
                edited.client().services(),
                edited.key(),
                edited.options().withRegistry(new ChannelRegistry(List.of(SharedDirectory.FACTORY))))) {
            List<Step> path = DocumentGraph.of(stored.newest(), stored)
                    .keptBy(target.path().text());
            assertThat(path.get(path.size() - 1).heldBy().orElseThrow().text())
                    .isEqualTo("map, which does not tell where");
        }
    }

    @Test
    void graph_findsCirclesOfDataStoresButNotOfChannels() {
        Handle[] pair = new Handle[2];
        edited.edit(() -> {
            DataObject one = edited.newList();
            DataObject two = edited.newList();
            one.root().set("other", two.handle());
            two.root().set("other", one.handle());
            edited.notes().set("one", one.handle());
            pair[0] = one.handle();
            pair[1] = two.handle();
        });
        try (StoredDocument stored = edited.stored()) {
            DocumentGraph graph = DocumentGraph.of(stored.newest(), stored);
            assertThat(graph.cycles(graph.nodes()))
                    .singleElement()
                    .satisfies(cycle -> assertThat(cycle).containsExactlyInAnyOrder(pair[0].url(), pair[1].url()));
            assertThat(graph.cycles(graph.garbage())).isEmpty();
            assertThat(graph.largestRetainers(1))
                    .singleElement()
                    .satisfies(share -> assertThat(share.nodes()).isGreaterThan(5));
        }
    }

    @Test
    void garbage_keepsAliveWhatNoOtherGarbageKeeps() {
        Handle[] made = new Handle[3];
        edited.edit(() -> {
            DataObject first = edited.newList();
            DataObject second = edited.newList();
            DataObject both = edited.newList();
            DataObject own = edited.newList();
            first.root().set("both", both.handle());
            first.root().set("own", own.handle());
            second.root().set("both", both.handle());
            edited.notes().set("first", first.handle());
            edited.notes().set("second", second.handle());
            made[0] = first.handle();
            made[1] = both.handle();
            made[2] = own.handle();
        });
        edited.drop("first");
        edited.drop("second");
        try (StoredDocument stored = edited.stored()) {
            List<String> alone = DocumentGraph.of(stored.newest(), stored).keptAliveOnlyBy(made[0].url());
            assertThat(alone)
                    .hasSameElementsAs(
                            Set.of(made[0].url(), made[0].url() + "/root", made[2].url(), made[2].url() + "/root"));
        }
    }
}
