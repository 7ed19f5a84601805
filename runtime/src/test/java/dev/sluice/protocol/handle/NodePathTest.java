package dev.sluice.protocol.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePathTest {
    @ParameterizedTest
    @CsvSource({"/a,/a", "a/b/,/a/b", "//a?x=/y/,/a", "/,/", "'',/", "?q,/"})
    void gc045_urlsLeadToPaths(String url, String path) {
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
}
