package dev.sluice.bench.record;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.SplittableRandom;

/** What people might write, by chance. Confined to one thread. */
final class Content {
    private static final String[] WORDS = {
        "plan",
        "review",
        "draft",
        "note",
        "owner",
        "budget",
        "meeting",
        "of",
        "the",
        "and",
        "to",
        "with",
        "until",
        "café",
        "open",
        "closed",
        "quarter",
        "team",
        "decision",
        "because"
    };

    private final SplittableRandom random;

    Content(SplittableRandom random) {
        this.random = random;
    }

    /** Returns words, at least {@code length} UTF-16 units of them. */
    String words(int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }

    /** Returns a number, a text, or a small object. */
    JsonValue value() {
        return switch (random.nextInt(8)) {
            case 0 -> JsonValue.of(random.nextInt(1_000_000));
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2, 3 -> card();
            default -> JsonValue.of(words(8 + random.nextInt(40)));
        };
    }

    private JsonObject card() {
        return JsonObject.builder()
                .put("title", words(12))
                .put("x", JsonValue.of(random.nextInt(2_000)))
                .put("y", JsonValue.of(random.nextInt(2_000)))
                .put("done", JsonValue.of(random.nextBoolean()))
                .put("tags", JsonArray.of(JsonValue.of(words(4)), JsonValue.of(words(4))))
                .build();
    }
}
