package dev.sluice.container.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePathTest {
    @ParameterizedTest
    @CsvSource({"/a,/a", "a/b/,/a/b", "//a?x=/y/,/a", "/,/", "'',/", "?q,/"})
    void gc011_urlsLeadToPaths(String url, String path) {
        assertThat(NodePath.ofUrl(url)).isEqualTo(new NodePath(path));
    }

    @Test
    void pathsTellWhatTheyName() {
        assertThat(NodePath.ofBlob("id").blobId()).contains("id");
        assertThat(NodePath.ofBlob("id").storeId()).isEmpty();
        assertThat(NodePath.ofChannel("s", "c").storeId()).contains("s");
        assertThat(NodePath.ROOT.storeId()).isEmpty();
        assertThat(NodePath.ofUrl("/with%20space/x").names()).containsExactly("with space", "x");
    }

    @Test
    void handles_areEqualIfTheyLeadToTheSamePlace() {
        assertThat(Handle.of(JsonHandle.of("/a/b/"))).contains(new Handle(NodePath.ofChannel("a", "b")));
        assertThat(Handle.of(JsonHandle.of("relative"))).isEmpty();
        assertThat(Handle.of(JsonValue.of("/a"))).isEmpty();
    }

    @Test
    void gcData_isReadAsItIsWritten() {
        GcData data = new GcData(Map.of("/", List.of("/s/c", "/s/c"), "/c", List.of("/x")));
        assertThat(data.routesByNode()).containsEntry("/", List.of("/s/c"));
        assertThat(GcData.parse(JsonValue.parse(data.toJson().toJson()))).isEqualTo(data);
        assertThat(data.under("/s")).containsOnlyKeys("/s", "/s/c");
        assertThat(GcData.parse(JsonObject.of("gcNodes", JsonObject.EMPTY)).routesByNode())
                .isEmpty();
    }
}
