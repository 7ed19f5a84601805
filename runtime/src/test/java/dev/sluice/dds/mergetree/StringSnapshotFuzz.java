package dev.sluice.dds.mergetree;

import dev.sluice.fuzz.Findings;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/** Snapshots of strings: a JSON object with the text of each blob. */
public final class StringSnapshotFuzz {
    private static final SegmentFormat TEXT = new TextFormat();

    private StringSnapshotFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Findings.refuseOrTake(() -> {
            JsonObject json = JsonValue.parse(RawJson.slice(input, 0, input.length))
                    .asObject()
                    .orElse(JsonObject.EMPTY);
            Map<String, String> blobs = new HashMap<>();
            json.members().forEach((name, value) -> {
                if (value instanceof JsonString text) {
                    blobs.put(name, text.value());
                }
            });
            MergeTree tree = MergeTree.load(TEXT, TEXT, blobs);
            String text = Runs.text(tree);
            if (tree.isSummaryExact()
                    && !Runs.text(MergeTree.load(TEXT, TEXT, tree.summarize())).equals(text)) {
                throw new AssertionError("another text when it is read back");
            }
            tree.insert(tree.length(), new TextContent("end"), JsonObject.EMPTY);
            tree.remove(0, 3);
        });
    }
}
