package dev.sluice.server.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.protocol.DocumentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks one document's log for a {@link StoreVerifier}. */
final class LogCheck {
    private static final JsonFactory JSON = new JsonFactory();

    private final DocumentKey key;
    private final List<StoreFinding> findings;
    private long visited;
    private long last;
    private long minimum;
    private byte[] copy = new byte[1024];

    LogCheck(DocumentKey key, List<StoreFinding> findings) {
        this.key = key;
        this.findings = findings;
    }

    void run(StoreView view) {
        view.document(key).ifPresent(row -> {
            last = row.baseSequenceNumber();
            try {
                view.ops(key, Long.MIN_VALUE, Long.MAX_VALUE, this::visit);
            } catch (RuntimeException unreadable) {
                findings.add(new StoreFinding.UnreadableLog(key, last, unreadable.toString()));
                return;
            }
            long newest = view.lastSequenceNumber(key);
            if (newest != last) {
                findings.add(new StoreFinding.WrongLogEnd(key, newest, last));
            }
        });
    }

    /** Returns the number of ops looked at. */
    long visited() {
        return visited;
    }

    private boolean visit(long number, ByteBuffer json) {
        if (number != last + 1) {
            findings.add(new StoreFinding.BrokenLog(key, last + 1, number));
        }
        last = number;
        visited++;
        String damage = damage(number, json);
        if (damage != null) {
            findings.add(new StoreFinding.DamagedOp(key, number, damage));
        }
        return true;
    }

    private @Nullable String damage(long number, ByteBuffer json) {
        int length = json.remaining();
        if (length > copy.length) {
            copy = new byte[Math.max(length, 2 * copy.length)];
        }
        json.get(copy, 0, length);
        try (JsonParser parser = JSON.createParser(copy, 0, length)) {
            return damage(number, parser);
        } catch (IOException malformed) {
            return "it is no JSON: " + firstLine(malformed);
        }
    }

    private @Nullable String damage(long number, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return "it is no JSON object";
        }
        Numbers numbers = new Numbers();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            numbers.take(name, parser.nextToken(), parser);
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            return "something follows its JSON object";
        }
        if (numbers.own == null || numbers.own != number) {
            return "its sequenceNumber is " + numbers.own;
        }
        return damage(numbers);
    }

    /** The minimum never falls, and never passes what the op's client had seen (I2). */
    private @Nullable String damage(Numbers op) {
        if (op.minimum == null) {
            return null;
        }
        long before = minimum;
        minimum = Math.max(minimum, op.minimum);
        if (op.minimum < before) {
            return "its minimumSequenceNumber is " + op.minimum + " after " + before;
        }
        if (op.reference != null && op.fromClient && op.reference < op.minimum) {
            return "its minimumSequenceNumber is " + op.minimum + ", its referenceSequenceNumber only " + op.reference;
        }
        return null;
    }

    /** What an op says of its place in the log. */
    private static final class Numbers {
        private @Nullable Long own;
        private @Nullable Long minimum;
        private @Nullable Long reference;
        private boolean fromClient;

        void take(String name, JsonToken value, JsonParser parser) throws IOException {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                switch (name) {
                    case "sequenceNumber" -> own = parser.getLongValue();
                    case "minimumSequenceNumber" -> minimum = parser.getLongValue();
                    case "referenceSequenceNumber" -> reference = parser.getLongValue();
                    default -> {}
                }
            } else if (value == JsonToken.VALUE_STRING && name.equals("clientId")) {
                fromClient = true;
            }
        }
    }

    private static String firstLine(IOException malformed) {
        return String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
    }
}
