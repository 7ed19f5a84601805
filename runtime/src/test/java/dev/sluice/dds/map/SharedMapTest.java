package dev.sluice.dds.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.dds.Origin;
import dev.sluice.dds.ValueChange;
import dev.sluice.dds.testing.Blobs;
import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonNull;
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

class SharedMapTest {
    private final Session<SharedMap> session = new Session<>(SharedMap.FACTORY, 2);
    private final SharedMap first = session.channel(0);
    private final SharedMap second = session.channel(1);

    @Property(tries = 500)
    void dds001_dds006_anyInterleaving_converges(@ForAll("steps") List<Step> steps) {
        Session<SharedMap> random = new Session<>(SharedMap.FACTORY, 3, map -> map.set("k1", "detached"));
        Step.run(random, steps, SharedMapTest::edit, SharedMapTest::view);
    }

    private static void edit(SharedMap map, Step step) {
        String key = "k" + step.b() % 4;
        switch (step.a() % 8) {
            case 0 -> map.clear();
            case 1, 2 -> map.delete(key);
            case 3 -> map.setUndefined(key);
            default -> map.set(key, step.c());
        }
    }

    private static Map<String, Optional<JsonValue>> view(SharedMap map) {
        Map<String, Optional<JsonValue>> view = new TreeMap<>();
        map.keys().forEach(key -> view.put(key, map.get(key)));
        assertThat(view).allSatisfy((key, value) -> assertThat(map.has(key)).isTrue());
        return view;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }

    private SharedMap load(Map<String, String> blobs) {
        return SharedMap.FACTORY.load(session.replica(0), new Blobs(blobs), SharedMap.FACTORY.attributes());
    }

    @Test
    void dds020_lastSequencedSetWins_ownPendingMasks() {
        first.set("k", "first");
        second.set("k", "second");
        session.replica(0).sequence(1);
        session.replica(1).receive();
        assertThat(second.getString("k")).contains("second");

        session.settle();
        assertThat(first.getString("k")).contains("second");
        assertThat(second.getString("k")).contains("second");
    }

    @Test
    void dds021_remoteClear_keepsPendingSet() {
        first.set("old", 1);
        session.settle();
        first.clear();
        second.set("new", 2);
        session.replica(0).sequence(1);
        session.replica(1).receive();
        assertThat(second.keys()).containsExactly("new");

        session.settle();
        assertThat(first.keys()).containsExactly("new");
    }

    @Test
    void dds022_ownPendingClear_hidesOnlyWhatWasSequencedBefore() {
        first.clear();
        second.set("before", 1);
        session.replica(1).sequence(1);
        session.replica(0).receive();
        assertThat(first.has("before")).isFalse();

        session.replica(0).sequence(1);
        session.settle();
        second.set("after", 2);
        session.settle();
        assertThat(view(first)).containsOnlyKeys("after");
        assertThat(view(second)).containsOnlyKeys("after");
    }

    @Test
    void dds023_legacyShared_isAHandle() {
        String value = "{\"type\":\"Shared\",\"value\":\"other\"}";
        SharedMap loaded = load(Map.of("header", "{\"blobs\":[],\"content\":{\"k\":" + value + "}}"));
        assertThat(loaded.getHandle("k")).contains(Handle.ofUrl("/store/other"));

        JsonValue op = JsonValue.parse("{\"type\":\"set\",\"key\":\"o\",\"value\":" + value + "}");
        loaded.apply(new ChannelOp(op, "other", 1, 9, 8, 0, 0));
        assertThat(loaded.getHandle("o")).contains(Handle.ofUrl("/store/other"));
        List<String> urls = new ArrayList<>();
        loaded.forEachHandle(urls::add);
        assertThat(urls).containsExactly("/store/other", "/store/other");
    }

    @Test
    void dds024_undefined_isThereWithoutValue() {
        first.setUndefined("u");
        first.set("n", JsonNull.NULL);
        assertThat(session.replica(0).outgoing().get(0).toJson())
                .isEqualTo("{\"type\":\"set\",\"key\":\"u\",\"value\":{\"type\":\"Plain\"}}");

        session.settle();
        SharedMap loaded = session.load(session.replica(1)).channel();
        for (SharedMap map : List.of(first, second, loaded)) {
            assertThat(map.has("u")).isTrue();
            assertThat(map.get("u")).isEmpty();
            assertThat(map.get("n")).contains(JsonNull.NULL);
        }
    }

    @Test
    void dds025_severalBlobs_andTheOldHeader_load() {
        SharedMap split = load(Map.of(
                "header",
                "{\"blobs\":[\"blob0\"],\"content\":{\"a\":{\"type\":\"Plain\",\"value\":1}}}",
                "blob0",
                "{\"b\":{\"type\":\"Plain\",\"value\":2}}"));
        assertThat(split.keys()).containsExactly("a", "b");

        SharedMap old = load(Map.of("header", "{\"blobs\":{\"type\":\"Plain\",\"value\":1}}"));
        assertThat(old.getLong("blobs")).contains(1L);
    }

    @Test
    void dds026_megabytes_areSplitAsTheReferenceDoes() {
        first.set("large", "x".repeat(8190));
        for (int i = 0; i < 20; i++) {
            first.set("k" + i, "y".repeat(1000));
        }
        session.settle();

        Map<String, String> blobs = Blobs.of(second.summarize()).texts();
        assertThat(blobs).containsOnlyKeys("header", "blob0", "blob1");
        assertThat(blobs.get("blob0")).startsWith("{\"large\":");
        // 1000 characters, two quotes and 26 for the entry make 1028: fifteen are within 16384, the sixteenth is not.
        assertThat(JsonValue.parse(blobs.getOrDefault("blob1", ""))
                        .asObject()
                        .orElseThrow()
                        .members())
                .hasSize(15);
        assertThat(view(load(blobs))).isEqualTo(view(first));
    }

    @Test
    void dds027_strangeKeys_roundTrip() {
        List<String> keys = List.of("", "7", "__x", "\ud83d\ude00", "__proto__");
        keys.forEach(key -> first.set(key, key));
        session.settle();

        SharedMap loaded = session.load(session.replica(1)).channel();
        assertThat(loaded.keys()).containsExactlyInAnyOrderElementsOf(keys);
        keys.forEach(key -> assertThat(loaded.getString(key)).contains(key));
    }

    @Test
    void dds028_deleteOfAnAbsentKey_isSent() {
        assertThat(first.delete("none")).isFalse();
        assertThat(session.replica(0).outgoing()).hasSize(1);
        session.settle();
        assertThat(second.keys()).isEmpty();
    }

    @Test
    void dds003_group_isAppliedInOrder() {
        first.set("k", 1);
        first.set("k", 2);
        first.delete("gone");
        session.replica(0).sequence(3);
        session.settle();
        assertThat(second.getLong("k")).contains(2L);
    }

    @Test
    void changes_areToldPerKey() {
        List<ValueChange> told = new ArrayList<>();
        first.onChange(told::add);
        first.set("k", "a");
        session.deliver();
        second.clear();
        session.deliver();
        session.replica(0).disconnect();
        first.set("k", "b");
        session.replica(0).rollback();

        Optional<JsonValue> none = Optional.empty();
        Optional<JsonValue> a = Optional.of(JsonValue.of("a"));
        Optional<JsonValue> b = Optional.of(JsonValue.of("b"));
        assertThat(told)
                .containsExactly(
                        new ValueChange("k", none, a, Origin.LOCAL),
                        new ValueChange("k", a, none, Origin.REMOTE),
                        new ValueChange("k", none, b, Origin.LOCAL),
                        new ValueChange("k", b, none, Origin.LOCAL));
    }

    @Test
    void rollbackOfAClear_bringsBackWhatItHid() {
        first.set("k", 1);
        session.settle();
        session.replica(0).disconnect();
        first.clear();
        List<ValueChange> told = new ArrayList<>();
        first.onChange(told::add);
        session.replica(0).rollback();

        assertThat(first.getLong("k")).contains(1L);
        assertThat(told)
                .containsExactly(new ValueChange("k", Optional.empty(), Optional.of(JsonValue.of(1)), Origin.LOCAL));
    }

    @Test
    void typedValues_areReadAsWhatTheyAre() {
        first.set("d", 1.5);
        first.set("b", true);
        session.settle();

        assertThat(second.getDouble("d")).contains(1.5);
        assertThat(second.getLong("d")).isEmpty();
        assertThat(second.getBoolean("b")).contains(true);
        assertThat(second.getString("b")).isEmpty();
        assertThatThrownBy(() -> first.set("n", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ownHandle_leadsHere() {
        assertThat(first.handle()).isEqualTo(Handle.ofUrl("/store/channel"));
        second.set("self", first.handle());
        session.settle();
        assertThat(first.getHandle("self")).contains(first.handle());
    }
}
