package dev.sluice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Objects of few and of many members, which are kept in different forms, beside a linked hash map. */
final class JsonObjectProps {
    @Provide
    static Arbitrary<List<String>> names() {
        return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "0", "7", "10", "07", "")
                .list()
                .ofMaxSize(20);
    }

    @Property
    void members_areThoseOfALinkedMap_indicesFirst(@ForAll("names") List<String> names) {
        Map<String, JsonValue> model = new LinkedHashMap<>();
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < names.size(); i++) {
            model.put(names.get(i), JsonValue.of(i));
            builder.put(names.get(i), i);
        }
        JsonObject object = builder.build();

        assertThat(object.members()).isEqualTo(model).hasSameHashCodeAs(model).hasSameSizeAs(model);
        assertThat(model).isEqualTo(object.members());
        assertThat(List.copyOf(object.members().keySet())).isEqualTo(inOrder(model));
        model.forEach((name, value) -> assertThat(object.get(name)).isEqualTo(value));
        assertThat(object.has("absent")).isFalse();
        assertThat(JsonObject.of(model)).isEqualTo(object);
        assertThat(JsonValue.parse(object.toJson())).isEqualTo(object);
    }

    private static List<String> inOrder(Map<String, JsonValue> model) {
        List<String> order = new ArrayList<>(
                List.of("0", "7", "10").stream().filter(model::containsKey).toList());
        model.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
        return order;
    }

    @Example
    void builder_usedFurther_leavesTheObjectAsItWas() {
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        JsonObject first = builder.build();
        builder.put("a", 2).put("b", 3);

        assertThat(first.toJson()).isEqualTo("{\"a\":1}");
        assertThat(builder.build().toJson()).isEqualTo("{\"a\":2,\"b\":3}");
    }

    @Example
    void members_ofAnyNumber_cannotBeChanged() {
        JsonObject few = JsonObject.builder().put("a", 1).put("b", 2).build();
        var entries = few.members().entrySet().iterator();

        assertThatThrownBy(() -> few.members().put("c", JsonNull.NULL))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> entries.next().setValue(JsonNull.NULL))
                .isInstanceOf(UnsupportedOperationException.class);
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(entries::remove).isInstanceOf(UnsupportedOperationException.class);
    }
}
