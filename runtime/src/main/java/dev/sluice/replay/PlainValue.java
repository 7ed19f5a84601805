package dev.sluice.replay;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonHandle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Values in the notation of recordings. Pure. */
final class PlainValue {
    private static final String SHA_256 = "$sha256";
    private static final JsonValue UNDEFINED = JsonObject.of("$undefined", JsonValue.of(true));

    private PlainValue() {}

    static JsonValue of(Optional<JsonValue> value) {
        return value.map(PlainValue::of).orElse(UNDEFINED);
    }

    static JsonValue of(JsonValue value) {
        Optional<String> url = JsonHandle.urlOf(value);
        if (url.isPresent()) {
            return JsonObject.of("$handle", JsonValue.of(url.get()));
        }
        if (value instanceof JsonObject object) {
            JsonObject.Builder members = JsonObject.builder();
            object.members().forEach((name, member) -> members.put(name, of(member)));
            return members.build();
        }
        if (value instanceof JsonArray array) {
            return all(array.elements());
        }
        return value instanceof JsonString text ? text(text) : value;
    }

    static JsonArray all(List<JsonValue> values) {
        return new JsonArray(values.stream().map(PlainValue::of).toList());
    }

    private static JsonValue text(JsonString text) {
        return text.value().length() > ChannelState.LONGEST_TEXT ? hashed(text) : text;
    }

    /** Returns the hash that stands for a string, whatever its length. */
    static JsonObject hashed(JsonString text) {
        return JsonObject.builder()
                .put(SHA_256, sha256(text.value()))
                .put("$length", text.value().length())
                .build();
    }

    /** Tells whether a value is the hash of a string. */
    static boolean isHash(JsonValue value) {
        return value instanceof JsonObject object && object.string(SHA_256).isPresent();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
