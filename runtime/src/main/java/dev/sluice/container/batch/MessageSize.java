package dev.sluice.container.batch;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.Map;

/**
 * How much room a message takes, at most; found without writing it. Immutable.
 *
 * @param contentBytes its JSON text in UTF-8, as a group holds it
 * @param wireBytes the same inside a string of a frame, where quotes and backslashes are escaped once more
 * @since 0.1
 */
public record MessageSize(long contentBytes, long wireBytes) {
    /** What a group puts around a message. */
    private static final int GROUPED = 32;

    /** What is around the contents of an op, numbers and marks of the batch. */
    private static final int ENVELOPE = 512;

    private static final int NUMBER = 25;

    /** Returns the size of a message. */
    public static MessageSize of(LocalMessage message) {
        Sum sum = new Sum();
        if (message.contents() != null) {
            sum.value(message.contents());
        }
        if (message.metadata() != null) {
            sum.value(message.metadata());
        }
        return new MessageSize(sum.content + GROUPED, sum.content + sum.escapes + ENVELOPE);
    }

    /** Returns the size of a text as a string of a frame holds it, without the quotes. */
    static int wireBytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += utf8Bytes(text.charAt(i));
            bytes += isEscaped(text.charAt(i)) ? 1 : 0;
        }
        return bytes;
    }

    /** Returns the size in UTF-8, by parts: each half of a surrogate pair is half of its four bytes. */
    static int utf8Bytes(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    static boolean isEscaped(char c) {
        return c == '"' || c == '\\';
    }

    private static final class Sum {
        private long content;
        private long escapes;

        void value(JsonValue value) {
            switch (value.kind()) {
                case STRING -> string(((JsonString) value).value());
                case ARRAY -> array((JsonArray) value);
                case OBJECT -> object((JsonObject) value);
                case NUMBER -> content += NUMBER;
                case BOOLEAN, NULL -> content += 5;
            }
        }

        private void array(JsonArray array) {
            content += 2L + array.size();
            array.elements().forEach(this::value);
        }

        private void object(JsonObject object) {
            content += 2;
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                content += 2;
                string(member.getKey());
                value(member.getValue());
            }
        }

        private void string(String text) {
            content += 2;
            escapes += 2;
            for (int i = 0; i < text.length(); i++) {
                character(text.charAt(i));
            }
        }

        private void character(char c) {
            if (isEscaped(c)) {
                content += 2;
                escapes += 2;
            } else if (c < ' ' || Character.isSurrogate(c)) {
                // At most an escape by its code, which halves of a pair that stand alone get.
                content += 6;
                escapes += 1;
            } else {
                content += utf8Bytes(c);
            }
        }
    }
}
