package dev.sluice.gc.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.handle.NodePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTypeTest {
    @ParameterizedTest
    @CsvSource({
        "/, OTHER",
        "/s, DATA_STORE",
        "/s/c, SUB_DATA_STORE",
        "/s/custom/path, SUB_DATA_STORE",
        "/unknown, OTHER",
        "/unknown/c, OTHER",
        "/_blobs/x, BLOB",
        "/_blobs, OTHER",
        "/_blobs/x/y, OTHER",
        "/%zz, OTHER"
    })
    void gc050_types_followThePathAndTheKnownStores(String path, NodeType type) {
        assertThat(NodeType.of(new NodePath(path), "s"::equals)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "/, OTHER",
        "/gone, DATA_STORE",
        "/gone/c, SUB_DATA_STORE",
        "/gone/c/d, OTHER",
        "/_blobs/x, BLOB",
        "/%zz, OTHER"
    })
    void gc177_typesOfDeletedNodes_followTheShape(String path, NodeType type) {
        assertThat(NodeType.ofShape(new NodePath(path))).isEqualTo(type);
    }

    @Test
    void labels_areThoseOfEvents() {
        assertThat(NodeType.values())
                .extracting(NodeType::label)
                .containsExactly("DataStore", "SubDataStore", "Blob", "Other");
    }
}
