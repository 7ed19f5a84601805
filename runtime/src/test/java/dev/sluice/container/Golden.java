package dev.sluice.container;

import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the reference runtime wrote, from {@code golden/runtime}. */
public final class Golden {
    private Golden() {}

    public static JsonObject vectors() {
        return json("vectors.json");
    }

    public static JsonObject json(String file) {
        return JsonValue.parse(text(file)).asObject().orElseThrow();
    }

    public static List<SequencedMessage> ops(String scenario) {
        return text(scenario + "/ops.jsonl")
                .lines()
                .map(line -> SequencedMessage.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    public static String text(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/runtime/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
