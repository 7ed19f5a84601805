package dev.sluice.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.ContainerRuntimeFactory;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.container.batch.BatchLimits;
import dev.sluice.container.testing.FakeContext;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNestingException;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** JSON of any depth ends in an error that says so, never in a stack that is too small. */
class NestingTest {
    private static final int HOSTILE = 200_000;

    private final Room room = new Room();
    private final Room.Client one = room.client();

    private static String op(String contents) {
        return "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":{\"type\":\"op\",\"content\":"
                + "{\"address\":\"j\",\"contents\":" + contents + "}}}}";
    }

    private static String brackets(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static JsonValue nested(int depth) {
        JsonValue value = JsonArray.EMPTY;
        for (int i = 1; i < depth; i++) {
            value = JsonArray.of(value);
        }
        return value;
    }

    @Test
    void opNestedTooDeep_closesWithAnErrorThatNamesOpAndRule() {
        String contents = op(brackets(HOSTILE));
        assertThatThrownBy(() -> room.foreign("x", contents))
                .isInstanceOfSatisfying(
                        ContainerException.class,
                        closed -> assertThat(closed.kind()).isEqualTo(Kind.DATA_PROCESSING))
                .hasMessageContaining("op 2 of client x breaks json-nesting-limit")
                .hasMessageContaining("deeper than 200");
    }

    @Test
    void depthThatIsTaken_isAMatterOfConfiguration() {
        Room tolerant = new Room(RuntimeOptions.DEFAULT.withLimits(BatchLimits.DEFAULT.withMaxNesting(400)));
        Room.Client client = tolerant.client();
        String contents = op(brackets(300));
        tolerant.foreign("x", contents);

        assertThat(client.journal().entries()).containsExactly(nested(300));
        assertThatThrownBy(() -> room.foreign("x", contents)).isInstanceOf(ContainerException.class);
        assertThatThrownBy(() -> BatchLimits.DEFAULT.withMaxNesting(501)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ownEditNestedTooDeep_isRefusedWhereItIsMadeAndUndone() {
        for (int depth : new int[] {192, HOSTILE}) {
            assertThatThrownBy(() -> one.journal().add(nested(depth)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nested deeper than");
        }
        one.journal().add(nested(180));
        Room.Client two = room.client();
        room.settle();
        assertThat(two.journal().entries()).containsExactly(nested(180));
        assertThat(one.journal().entries()).isEqualTo(two.journal().entries());
        assertThat(one.context.closedBy).isNull();
    }

    @Test
    void snapshotNestedTooDeep_isRefused() {
        FakeContext context = new FakeContext(0);
        context.attachState = AttachState.DETACHED;
        var runtime = new ContainerRuntimeFactory<>(DataStoreFactory.of(new Journal.Factory()), RuntimeOptions.DEFAULT)
                .create(context);
        DataStore store = runtime.createDataStore(List.of("pkg"));
        store.createChannel("j", Journal.class).add(nested(HOSTILE));
        runtime.trySetAlias(store.id(), "root");
        assertThatThrownBy(runtime::attachSummary).isInstanceOf(JsonNestingException.class);
    }

    @Test
    void handlesInStringsInStrings_areFoundHoweverDeepTheyLie() {
        String text = "{\"type\":\"__fluid_handle__\",\"url\":\"/A/j\"}";
        for (int i = 0; i < 12; i++) {
            text = "[".repeat(150) + new JsonString(text).toJson() + "]".repeat(150);
        }
        FakeContext context = new FakeContext(0);
        context.attachState = AttachState.DETACHED;
        var runtime = new ContainerRuntimeFactory<>(
                        DataStoreFactory.of(new Journal.Factory("unknown")), RuntimeOptions.DEFAULT)
                .create(context);
        DataStore store = runtime.createDataStore(List.of("pkg"));
        store.createChannel("k", Journal.class).add(text);
        runtime.trySetAlias(store.id(), "root");
        var later = room.loaded(
                Snapshots.of(runtime.attachSummary(), 0), Optional.empty(), DataStoreFactory.of(new Journal.Factory()));
        assertThat(later.runtime.gcNodes().get("/A/k")).contains("/A/j");
    }
}
