package dev.sluice.protocol.json;

import dev.sluice.protocol.Json;
import java.util.List;
import java.util.Map;

/** Writes values as {@code JSON.stringify} does (ECMA-262 §25.5.2). */
final class JsonText {
    /** With room for what is put around a value of the depth that readers allow. */
    static final int MAX_DEPTH = 2 * Json.MAX_ALLOWED_DEPTH;

    private JsonText() {}

    static void append(JsonValue value, StringBuilder out) {
        append(value, out, 0);
    }

    private static void append(JsonValue value, StringBuilder out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new JsonNestingException(MAX_DEPTH);
        }
        switch (value.kind()) {
            case STRING -> quote(((JsonString) value).value(), out);
            case NUMBER -> NumberText.append(((JsonNumber) value).value(), out);
            case BOOLEAN -> out.append(((JsonBoolean) value).value());
            case NULL -> out.append("null");
            case ARRAY -> appendArray(((JsonArray) value).elements(), out, depth + 1);
            case OBJECT -> appendObject(((JsonObject) value).members(), out, depth + 1);
        }
    }

    private static void appendArray(List<JsonValue> elements, StringBuilder out, int depth) {
        out.append('[');
        String separator = "";
        for (JsonValue element : elements) {
            out.append(separator);
            append(element, out, depth);
            separator = ",";
        }
        out.append(']');
    }

    private static void appendObject(Map<String, JsonValue> members, StringBuilder out, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            out.append(separator);
            quote(member.getKey(), out);
            out.append(':');
            append(member.getValue(), out, depth);
            separator = ",";
        }
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        int plain = plainLength(text);
        out.append('"').append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Returns how many characters stand for themselves, from the first to one that may not. */
    private static int plainLength(String text) {
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\' && c < Character.MIN_SURROGATE;
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
    }
}
