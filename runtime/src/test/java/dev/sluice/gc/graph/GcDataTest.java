package dev.sluice.gc.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcDataTest {
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
