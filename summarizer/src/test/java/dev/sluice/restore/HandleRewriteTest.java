package dev.sluice.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.handle.NodePath;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handles in stored content, turned to copies. */
class HandleRewriteTest {
    private final HandleRewrite rewrite = new HandleRewrite(Map.of("/old", "/new", "/_blobs/b", "/_blobs/c"));

    private String turned(String content) {
        SummaryTree tree = SummaryTree.builder()
                .put("below", SummaryTree.builder().text("header", content).build())
                .build();
        return rewrite.tree(tree).entries().get("below") instanceof SummaryTree below
                        && below.entries().get("header") instanceof SummaryBlob blob
                ? blob.text().orElseThrow()
                : "";
    }

    @Test
    void path_keepsTheWayIntoTheDataStoreAndTheQuery() {
        assertThat(rewrite.path("/old")).isEqualTo("/new");
        assertThat(rewrite.path("/old/part/x?y=/old")).isEqualTo("/new/part/x?y=/old");
        assertThat(rewrite.path("/_blobs/b")).isEqualTo("/_blobs/c");
        assertThat(rewrite.path("/older/root")).isEqualTo("/older/root");
        assertThat(rewrite.path("/_blobs/bb")).isEqualTo("/_blobs/bb");
        assertThat(rewrite.path("old/root"))
                .as("relative: it begins at its own data store")
                .isEqualTo("old/root");
    }

    @Test
    void unit_isTheDataStoreOrTheBlob_asItIsWritten() {
        assertThat(HandleRewrite.unit(NodePath.ofUrl("/a%20b/c/d"))).isEqualTo("/a%20b");
        assertThat(HandleRewrite.unit(NodePath.ofUrl("/_blobs/x"))).isEqualTo("/_blobs/x");
        assertThat(HandleRewrite.unit(NodePath.ROOT)).isEqualTo("/");
    }

    @Test
    void content_isTurnedAtAnyDepth_inStringsOfJsonToo() {
        JsonObject handle = JsonHandle.of("/old/x");
        JsonValue inner = JsonObject.of("in", JsonObject.of("deep", handle));
        JsonObject content = JsonObject.builder()
                .put("plain", handle)
                .put("text", inner.toJson())
                .put(
                        "twice",
                        JsonObject.of("again", JsonValue.of(inner.toJson())).toJson())
                .build();
        assertThat(turned(content.toJson())).isEqualTo(content.toJson().replace("/old/x", "/new/x"));
    }

    @Test
    void contentWithoutAnythingToTurn_staysByteForByte() {
        String spaced = "{ \"type\" : \"__fluid_handle__\", \"url\" : \"/other\", \"n\" : 1.50 }";
        assertThat(turned(spaced)).isEqualTo(spaced);
        String prose = "a text about __fluid_handle__ and /old";
        assertThat(turned(prose)).isEqualTo(prose);
        String quoted = JsonValue.of(prose).toJson();
        assertThat(turned(quoted)).isEqualTo(quoted);
    }
}
