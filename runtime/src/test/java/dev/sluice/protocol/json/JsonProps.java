package dev.sluice.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.RawJson;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonProps {
    @Property
    void everyValue_isReadBackAsItWasWritten(@ForAll("values") JsonValue value) {
        assertThat(JsonValue.parse(value.toJson())).isEqualTo(value);
        assertThat(JsonValue.parse(RawJson.of(value.toJson()))).isEqualTo(value);
    }

    @Property
    void everyDouble_isReadBackExactly(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        String json = JsonValue.of(value).toJson();

        if (Double.isNaN(value) || Double.isInfinite(value)) {
            assertThat(json).isEqualTo("null");
        } else {
            assertThat(Double.parseDouble(json)).isEqualTo(value);
            assertThat(json).doesNotContain("E").doesNotEndWith(".0");
        }
    }

    @Provide
    static Arbitrary<JsonValue> values() {
        return value(3);
    }

    private static Arbitrary<JsonValue> value(int depth) {
        Arbitrary<JsonValue> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).map(JsonValue::of),
                Arbitraries.doubles().map(JsonValue::of),
                Arbitraries.integers().map(number -> JsonValue.of(number.doubleValue())),
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE, JsonNull.NULL));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonValue> array = value(depth - 1).list().ofMaxSize(3).map(JsonValue::of);
        Arbitrary<JsonValue> object = Arbitraries.maps(Arbitraries.strings().ofMaxLength(3), value(depth - 1))
                .ofMaxSize(3)
                .map((Map<String, JsonValue> members) -> JsonValue.of(members));
        return Arbitraries.oneOf(leaf, array, object);
    }
}
