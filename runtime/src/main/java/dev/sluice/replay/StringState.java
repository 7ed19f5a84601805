package dev.sluice.replay;

import dev.sluice.dds.mergetree.TextContent;
import dev.sluice.dds.text.Interval;
import dev.sluice.dds.text.SharedString;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a string holds: text, maximal runs of equal properties, and intervals by label, ordered by id. Confined to one thread; use once. */
final class StringState {
    private final List<JsonValue> runs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private JsonObject properties = JsonObject.EMPTY;

    private StringState() {}

    static JsonObject of(SharedString string) {
        return JsonObject.builder()
                .put("length", string.length())
                .put("text", PlainValue.of(JsonValue.of(string.text())))
                .put("runs", new StringState().runs(string))
                .put("intervalCollections", intervals(string))
                .build();
    }

    private JsonArray runs(SharedString string) {
        string.forEach((content, annotated) -> {
            if (content instanceof TextContent more) {
                if (!properties.equals(annotated)) {
                    endRun();
                    properties = annotated;
                }
                text.append(more.text());
            } else {
                endRun();
                runs.add(content.toJson(annotated));
            }
        });
        endRun();
        return new JsonArray(runs);
    }

    private void endRun() {
        if (!text.isEmpty()) {
            JsonObject.Builder run =
                    JsonObject.builder().put("text", PlainValue.of((JsonValue) new JsonString(text.toString())));
            runs.add((properties.members().isEmpty() ? run : run.put("props", properties)).build());
            text.setLength(0);
        }
    }

    private static JsonObject intervals(SharedString string) {
        JsonObject.Builder collections = JsonObject.builder();
        for (String label : string.intervalLabels()) {
            collections.put(
                    label,
                    new JsonArray(string.intervals(label).intervals().stream()
                            .sorted(Comparator.comparing(Interval::id))
                            .map(StringState::interval)
                            .toList()));
        }
        return collections.build();
    }

    private static JsonValue interval(Interval interval) {
        return JsonObject.builder()
                .put("id", interval.id())
                .put("start", interval.start())
                .put("end", interval.end())
                .put("startSide", side(interval.startSide()))
                .put("endSide", side(interval.endSide()))
                .put("props", interval.properties())
                .build();
    }

    private static int side(Interval.Side side) {
        return switch (side) {
            case BEFORE -> 0;
            case AFTER -> 1;
        };
    }
}
