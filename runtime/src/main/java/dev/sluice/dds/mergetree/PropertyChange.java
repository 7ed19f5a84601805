package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonNull;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one annotate does (dds-formats §9.6). Immutable.
 *
 * @param stamp when
 * @param values values to set; null deletes the key
 * @param adjustments what to add to numbers, by key
 */
record PropertyChange(Stamp stamp, JsonObject values, JsonObject adjustments) {
    static PropertyChange set(Stamp stamp, JsonObject values) {
        return new PropertyChange(stamp, values, JsonObject.EMPTY);
    }

    /** Reads an annotate op. */
    static PropertyChange of(Stamp stamp, JsonObject op) {
        JsonObject adjustments = op.object("adjust").orElse(JsonObject.EMPTY);
        adjustments.members().forEach(PropertyChange::checkAdjustment);
        return new PropertyChange(stamp, op.object("props").orElse(JsonObject.EMPTY), adjustments);
    }

    PropertyChange at(Stamp acked) {
        return new PropertyChange(acked, values, adjustments);
    }

    JsonObject applyTo(JsonObject properties) {
        Map<String, JsonValue> changed = new LinkedHashMap<>(properties.members());
        applyTo(changed);
        return JsonObject.of(changed);
    }

    void applyTo(Map<String, JsonValue> properties) {
        values.members().forEach((key, value) -> {
            if (value instanceof JsonNull) {
                properties.remove(key);
            } else {
                properties.put(key, value);
            }
        });
        adjustments.members().forEach((key, adjustment) -> {
            double from = properties.get(key) instanceof JsonNumber number ? number.value() : 0;
            properties.put(key, JsonValue.of(adjusted(from, (JsonObject) adjustment)));
        });
    }

    private static double adjusted(double from, JsonObject adjustment) {
        double sum = from + adjustment.number("delta").orElseThrow().value();
        Optional<JsonNumber> max = adjustment.number("max");
        if (max.isPresent() && sum > max.get().value()) {
            return max.get().value();
        }
        Optional<JsonNumber> min = adjustment.number("min");
        return min.isPresent() && sum < min.get().value() ? min.get().value() : sum;
    }

    private static void checkAdjustment(String key, JsonValue adjustment) {
        if (!(adjustment instanceof JsonObject object) || object.number("delta").isEmpty()) {
            throw new MergeTreeException("the adjustment of \"" + key + "\" has no numeric delta");
        }
    }
}
