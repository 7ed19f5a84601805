package dev.sluice.gc.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpReferencesTest {
    private static final String HANDLE = "{\"type\":\"__fluid_handle__\",\"url\":\"/%s\"}";

    private final List<String> told = new ArrayList<>();
    private final OpReferences references = new OpReferences(new GraphObserver() {
        @Override
        public void referenceAdded(String from, String to, long timestampMs) {
            told.add(from + " -> " + to);
        }
    });

    private List<String> of(String contents) {
        told.clear();
        JsonObject object = JsonValue.parse(contents).asObject().orElseThrow();
        references.ofStoreOp("s", object, 1);
        return List.copyOf(told);
    }

    @Test
    void gc071_handlesAtAnyDepth_areFoundWithTheFirstAddress() {
        String contents = "{\"type\":\"op\",\"content\":{\"address\":\"c\",\"contents\":{\"address\":\"other\",\"a\":["
                + HANDLE.formatted("1") + ",[{\"deep\":" + HANDLE.formatted("2") + "}]],\"b\":" + HANDLE.formatted("3")
                + "}}}";
        assertThat(of(contents)).containsExactly("/s/c -> /1", "/s/c -> /2", "/s/c -> /3");
        assertThat(of("{\"no\":" + HANDLE.formatted("1") + "}")).containsExactly("/s/ -> /1");
    }

    @Test
    void gc072_textsThatHoldHandles_areNoHandles() {
        String text = HANDLE.formatted("1").replace("\"", "\\\"");
        assertThat(of("{\"address\":\"c\",\"contents\":\"" + text + "\"}")).isEmpty();
        assertThat(of("{\"address\":\"c\",\"contents\":null}")).isEmpty();
        assertThat(of("{\"address\":\"c\",\"contents\":[1,true,\"/1\"]}")).isEmpty();
        // The contents themselves are no value that anybody stored.
        assertThat(of(HANDLE.formatted("1"))).isEmpty();
    }

    @Test
    void gc048_alias_isAReferenceOfTheContainer() {
        references.ofAlias("s", 1);
        assertThat(told).containsExactly("/ -> /s");
    }
}
