package dev.sluice.bench;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.replay.RecordedSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of a recording. */
final class Recording {
    private final Path folder;

    Recording(Path folder) {
        this.folder = folder;
    }

    /** Returns what the document was created from. */
    SummaryTree summary() throws IOException {
        String text = Files.readString(folder.resolve("attach-summary.json"));
        JsonObject whole = JsonValue.parse(text).asObject().orElseThrow();
        if (RecordedSummary.read(whole).entries().get(".app") instanceof SummaryTree app) {
            return app;
        }
        throw new IOException("the summary in " + folder + " has no tree .app");
    }

    /** Returns a service that has the document. */
    RecordedService service() throws IOException {
        List<byte[]> ops = Files.readAllLines(folder.resolve("ops.jsonl")).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new RecordedService(summary(), ops);
    }
}
