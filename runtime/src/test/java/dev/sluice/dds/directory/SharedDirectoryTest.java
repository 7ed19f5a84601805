package dev.sluice.dds.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dds.Origin;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SharedDirectoryTest {
    private final Session<SharedDirectory> session = new Session<>(SharedDirectory.FACTORY, 3);
    private final SharedDirectory first = session.channel(0);
    private final SharedDirectory second = session.channel(1);
    private final SharedDirectory third = session.channel(2);

    @Property(tries = 1500)
    void dds001_dds006_dds060_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<SharedDirectory> random = new Session<>(
                SharedDirectory.FACTORY,
                3,
                directory -> directory.createSubdirectory("s0").set("k0", "detached"));
        Step.run(random, steps, SharedDirectoryTest::edit, SharedDirectoryTest::view);
    }

    private static void edit(SharedDirectory directory, Step step) {
        Directory where = directory;
        for (int depth = step.c() % 3; depth > 0; depth--) {
            where = where.getSubdirectory("s" + (step.c() + depth) % 3).orElse(where);
        }
        String key = "k" + step.b() % 2;
        String name = "s" + step.b() % 3;
        switch (step.a() % 8) {
            case 0, 1, 2 -> where.createSubdirectory(name).set(key, step.c());
            case 3 -> where.deleteSubdirectory(name);
            case 4 -> where.clear();
            case 5 -> where.delete(key);
            default -> where.set(key, step.c());
        }
    }

    private static Object view(Directory directory) {
        Map<String, Object> values = new TreeMap<>();
        directory.keys().forEach(key -> values.put(key, directory.get(key)));
        Map<String, Object> subdirectories = new TreeMap<>();
        directory
                .subdirectories()
                .forEach(name -> subdirectories.put(
                        name, view(directory.getSubdirectory(name).orElseThrow())));
        return List.of(directory.subdirectories(), values, subdirectories);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    private SharedDirectory load(Map<String, String> blobs) {
        return SharedDirectory.FACTORY.load(session.replica(0), new Blobs(blobs), SharedDirectory.FACTORY.attributes());
    }

    private static Optional<Long> at(SharedDirectory directory, String path, String key) {
        return directory.directory(path).flatMap(found -> found.getLong(key));
    }

    @Test
    void dds050_concurrentCreates_areOneDirectory() {
        first.createSubdirectory("same").set("a", 1);
        second.createSubdirectory("same").set("b", 2);
        session.settle();

        for (SharedDirectory directory : List.of(first, second, third)) {
            assertThat(at(directory, "/same", "a")).contains(1L);
            assertThat(at(directory, "/same", "b")).contains(2L);
        }
        assertThat(Blobs.of(third.summarize()).texts().get("header"))
                .contains("\"ccIds\":[\"client-0-0\",\"client-1-0\"]");
    }

    @Test
    void dds051_setIntoADirectoryDeletedBefore_isIgnored() {
        first.createSubdirectory("gone");
        session.settle();
        first.deleteSubdirectory("gone");
        second.directory("/gone").orElseThrow().set("k", 1);
        session.settle();

        for (SharedDirectory directory : List.of(first, second, third)) {
            assertThat(directory.subdirectories()).isEmpty();
        }
    }

    @Test
    void dds052_opForAFormerInstance_isIgnored() {
        first.createSubdirectory("again");
        session.settle();
        third.directory("/again").orElseThrow().set("k", 3);
        second.deleteSubdirectory("again");
        second.createSubdirectory("again");
        session.replica(1).sendAll();
        session.settle();

        for (SharedDirectory directory : List.of(first, second, third)) {
            assertThat(directory.subdirectories()).containsExactly("again");
            assertThat(at(directory, "/again", "k")).isEmpty();
        }
    }

    @Test
    void dds053_opOfACreator_appliesWhateverItHadSeen() {
        first.createSubdirectory("same");
        second.createSubdirectory("same").set("k", 2);
        session.replica(0).sendAll();
        session.settle();

        assertThat(at(first, "/same", "k")).contains(2L);
        assertThat(at(third, "/same", "k")).contains(2L);
    }

    @Test
    void dds054_nestedDelete_takesDescendantsAndPendingOpsWithIt() {
        first.createSubdirectory("a").createSubdirectory("b");
        session.settle();
        Directory inner = first.directory("/a/b").orElseThrow();
        inner.set("k", 1);
        second.deleteSubdirectory("a");
        session.replica(1).sendAll();
        session.replica(0).receiveAll();

        assertThat(inner.isDeleted()).isTrue();
        assertThatThrownBy(() -> inner.set("k", 2)).isInstanceOf(IllegalStateException.class);
        session.settle();
        assertThat(session.replica(0).pendingOps()).isZero();
        assertThat(first.subdirectories()).isEmpty();
    }

    @Test
    void dds055_clear_leavesSubdirectories() {
        first.set("k", 1);
        first.createSubdirectory("a").set("k", 1);
        session.settle();
        second.clear();
        session.settle();

        assertThat(first.keys()).isEmpty();
        assertThat(at(first, "/a", "k")).contains(1L);
    }

    @Test
    void dds056_order_isThatOfCreationWithPendingOnesLast() {
        second.createSubdirectory("c");
        second.createSubdirectory("b");
        session.replica(1).sequence(2);
        first.createSubdirectory("a");
        session.replica(0).receive();
        assertThat(first.subdirectories()).containsExactly("c", "b", "a");

        session.settle();
        assertThat(first.subdirectories()).containsExactly("c", "b", "a");
        assertThat(session.load(session.replica(2)).channel().subdirectories()).containsExactly("c", "b", "a");
    }

    @Test
    void dds057_creation_isWrittenAndRead() {
        first.createSubdirectory("a");
        session.settle();
        String header = Blobs.of(second.summarize()).texts().getOrDefault("header", "");
        assertThat(header)
                .isEqualTo("{\"blobs\":[],\"content\":{\"ci\":{\"csn\":0,\"ccIds\":[]},\"subdirectories\":"
                        + "{\"a\":{\"ci\":{\"csn\":4,\"ccIds\":[\"client-0-0\"]}}}}}");
        assertThat(Blobs.of(load(Map.of("header", header)).summarize()).texts()).containsEntry("header", header);

        SharedDirectory old = load(Map.of("header", "{\"subdirectories\":{\"a\":{\"storage\":{}}}}"));
        assertThat(old.subdirectories()).containsExactly("a");
    }

    @Test
    void dds058_largeValues_areInBlobsAtTheirPath() {
        first.createSubdirectory("a").createSubdirectory("b").set("large", "x".repeat(9000));
        first.set("small", 1);
        session.settle();
        Map<String, String> blobs = Blobs.of(second.summarize()).texts();

        assertThat(blobs).containsOnlyKeys("header", "blob0");
        assertThat(blobs.get("blob0"))
                .startsWith("{\"subdirectories\":{\"a\":{\"subdirectories\":{\"b\":{\"storage\":{\"large\":");
        assertThat(view(load(blobs))).isEqualTo(view(first));
    }

    @Test
    void dds059_detachedDirectories_takeOpsOfAll() {
        Session<SharedDirectory> attached =
                new Session<>(SharedDirectory.FACTORY, 2, directory -> directory.createSubdirectory("det"));
        attached.channel(1).directory("/det").orElseThrow().set("k", 1);
        attached.settle();

        assertThat(at(attached.channel(0), "/det", "k")).contains(1L);
        assertThat(Blobs.of(attached.channel(0).summarize()).texts().get("header"))
                .contains("\"det\":{\"ci\":{\"csn\":0,\"ccIds\":[\"detached\"]}");
    }

    @Test
    void dds060_offlineEdits_areResentUnlessTheirDirectoryIsGone() {
        first.createSubdirectory("gone");
        session.settle();
        session.replica(0).disconnect();
        first.directory("/gone").orElseThrow().set("k", 1);
        first.createSubdirectory("new").set("k", 2);
        first.deleteSubdirectory("absent");
        second.deleteSubdirectory("gone");
        session.deliver();
        session.replica(0).reconnect();

        assertThat(session.replica(0).outgoing())
                .extracting(JsonValue::toJson)
                .hasSize(2)
                .noneMatch(op -> op.contains("gone"));
        session.settle();
        assertThat(at(third, "/new", "k")).contains(2L);
        assertThat(third.subdirectories()).containsExactly("new");
    }

    @Test
    void dds050_pendingEditsUnderAPendingDirectory_surviveAnEarlierCreationByAnother() {
        Directory mine = first.createSubdirectory("same");
        mine.set("k", 1);
        second.createSubdirectory("same");
        session.replica(1).sendAll();
        session.replica(0).receiveAll();

        assertThat(mine.getLong("k")).contains(1L);
        assertThat(first.getSubdirectory("same")).contains(mine);
        session.settle();
        assertThat(at(second, "/same", "k")).contains(1L);
    }

    @Test
    void subdirectoryChanges_areTold() {
        List<SubdirectoryChange> told = new ArrayList<>();
        List<String> values = new ArrayList<>();
        first.onSubdirectoryChange(told::add);
        first.onChangeAnywhere(
                change -> values.add(change.path() + " " + change.change().key()));
        second.createSubdirectory("a").set("k", 1);
        session.deliver();
        session.replica(0).disconnect();
        first.deleteSubdirectory("a");
        session.replica(0).rollback();

        assertThat(told)
                .containsExactly(
                        new SubdirectoryChange("a", SubdirectoryChange.Kind.CREATED, Origin.REMOTE),
                        new SubdirectoryChange("a", SubdirectoryChange.Kind.DELETED, Origin.LOCAL),
                        new SubdirectoryChange("a", SubdirectoryChange.Kind.CREATED, Origin.LOCAL));
        assertThat(values).containsExactly("/a k");
        assertThat(at(first, "/a", "k")).contains(1L);
    }

    @Test
    void impossibleNames_areRefused() {
        for (String name : List.of("", "a/b", "..")) {
            assertThatThrownBy(() -> first.createSubdirectory(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
