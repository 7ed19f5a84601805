package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a list shows, in the form of the recorded states: maximal runs. */
final class Runs {
    private Runs() {}

    static JsonValue of(MergeTree tree) {
        List<JsonObject> runs = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        JsonObject[] properties = {JsonObject.EMPTY};
        tree.forEach((content, annotated) -> {
            if (!(content instanceof TextContent) || !annotated.equals(properties[0])) {
                flush(runs, text, properties[0]);
            }
            properties[0] = annotated;
            if (content instanceof TextContent run) {
                text.append(run.text());
            } else {
                JsonObject.Builder marker = JsonObject.builder();
                ((JsonObject) content.toJson(JsonObject.EMPTY)).members().forEach(marker::put);
                if (!annotated.members().isEmpty()) {
                    marker.put("props", annotated);
                }
                runs.add(marker.build());
            }
        });
        flush(runs, text, properties[0]);
        return JsonValue.of(runs);
    }

    static String text(MergeTree tree) {
        StringBuilder text = new StringBuilder();
        tree.forEach((content, annotated) -> {
            if (content instanceof TextContent run) {
                text.append(run.text());
            }
        });
        return text.toString();
    }

    private static void flush(List<JsonObject> runs, StringBuilder text, JsonObject properties) {
        if (text.length() > 0) {
            JsonObject.Builder run = JsonObject.builder().put("text", text.toString());
            runs.add((properties.members().isEmpty() ? run : run.put("props", properties)).build());
            text.setLength(0);
        }
    }
}
