package dev.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which ops a search for a lost way must not pass over. */
class AdditionsTest {
    private static boolean mayBe(String type, @Nullable JsonValue contents, @Nullable String metadata) {
        return Additions.mayBe(new SequencedMessage(
                "client",
                1,
                contents == null ? null : RawJson.of(contents.toJson()),
                metadata == null ? null : RawJson.of(metadata),
                null,
                0,
                0,
                1,
                0,
                type,
                null));
    }

    private static JsonValue text(JsonValue contents) {
        return JsonValue.of(contents.toJson());
    }

    @Test
    void plainEdits_andTheProtocolsOwn_addNothing() {
        assertThat(mayBe("op", text(JsonObject.of("key", JsonValue.of("value"))), null))
                .isFalse();
        assertThat(mayBe("join", null, null)).isFalse();
        assertThat(mayBe("summarize", text(JsonHandle.of("/a")), null)).isFalse();
    }

    @Test
    void handles_atAnyDepthOfText_mayAdd() {
        assertThat(mayBe("op", JsonHandle.of("/a"), null)).isTrue();
        assertThat(mayBe("op", text(JsonHandle.of("/a")), null)).isTrue();
        assertThat(mayBe("op", text(JsonObject.of("in", text(JsonHandle.of("/a")))), null))
                .isTrue();
    }

    @Test
    void whatIsMadeKnown_andWhatCannotBeReadAsItIs_mayAdd() {
        assertThat(mayBe("op", text(JsonObject.of("type", JsonValue.of("attach"))), null))
                .isTrue();
        assertThat(mayBe("op", text(JsonObject.of("type", JsonValue.of("blobAttach"))), null))
                .isTrue();
        assertThat(mayBe("op", text(JsonObject.of("type", JsonValue.of("alias"))), null))
                .isTrue();
        assertThat(mayBe("op", text(JsonObject.of("packedContents", JsonValue.of("x"))), null))
                .isTrue();
        assertThat(mayBe("attach", text(JsonObject.EMPTY), null)).isTrue();
    }

    @Test
    void lastOpOfAnUngroupedBatch_appliesThoseBeforeIt() {
        assertThat(mayBe("op", null, "{\"batch\":false}")).isTrue();
        assertThat(mayBe("op", text(JsonObject.EMPTY), "{\"batch\":false}")).isTrue();
    }
}
