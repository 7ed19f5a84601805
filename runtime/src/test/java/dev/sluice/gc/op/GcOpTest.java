package dev.sluice.gc.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gc.GcException;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcOpTest {
    private static GcOp parse(String json) {
        return GcOp.parse(JsonValue.parse(json).asObject().orElse(JsonObject.EMPTY));
    }

    @Test
    void ops_areReadAndWrittenAsOthersDo() {
        String sweep = "{\"type\":\"Sweep\",\"deletedNodeIds\":[\"/a\",\"/_blobs/b\"]}";
        assertThat(parse(sweep)).isEqualTo(new GcOp.Sweep(List.of("/a", "/_blobs/b")));
        assertThat(parse(sweep).toJson().toJson()).isEqualTo(sweep);
        String loaded = "{\"type\":\"TombstoneLoaded\",\"nodePath\":\"/a/b\"}";
        assertThat(parse(loaded)).isEqualTo(new GcOp.TombstoneLoaded("/a/b"));
        assertThat(parse(loaded).toJson().toJson()).isEqualTo(loaded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"New\"}", "{}", "{\"type\":1}"})
    void gc143_unknownType_isADataProcessingError(String contents) {
        assertThatThrownBy(() -> parse(contents))
                .isInstanceOfSatisfying(
                        GcException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(GcException.Kind.DATA_PROCESSING))
                .hasMessageStartingWith("Garbage collection message of unknown type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"TombstoneLoaded\"}", "{\"type\":\"Sweep\",\"deletedNodeIds\":[1]}"})
    void malformedOps_areRefused(String contents) {
        assertThatThrownBy(() -> parse(contents)).isInstanceOf(JsonException.class);
    }
}
