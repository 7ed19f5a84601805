package dev.sluice.bench.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.driver.NewDocument;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes recordings. */
public final class RecordingWriter {
    private static final int PEOPLE = 4;

    private RecordingWriter() {}

    /**
     * Writes a recording, unless it is there.
     *
     * @param folder is made if need be
     * @param edits how many ops of its clients a log has
     */
    public static void write(Kind kind, Path folder, int edits, long seed) throws IOException {
        Path ops = folder.resolve("ops.jsonl");
        if (Files.exists(ops)) {
            return;
        }
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(seed);
        Session session = new Session(random.split());
        Author author = new Author(random.split());
        NewDocument document = session.write(stores -> kind.fill(author, stores));
        writeSummary(document.summary(), folder.resolve("attach-summary.json"));
        // Under another name until it is whole.
        Path unfinished = folder.resolve("ops.part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
            if (kind.hasEdits()) {
                session.edit(
                        document, PEOPLE, edits, parts -> author.edit(parts, kind.mix()), op -> writeLine(op, out));
            }
        }
        Files.move(unfinished, ops);
    }

    private static void writeLine(SequencedMessage op, OutputStream out) {
        try {
            out.write(op.toBytes());
            out.write('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writeSummary(SummaryTree app, Path file) throws IOException {
        SummaryTree protocol = SummaryTree.builder()
                .text("attributes", "{\"minimumSequenceNumber\":0,\"sequenceNumber\":0}")
                .text("quorumMembers", "[]")
                .text("quorumProposals", "[]")
                .text(
                        "quorumValues",
                        "[[\"code\",{\"key\":\"code\",\"value\":{\"package\":\"bench\"},"
                                + "\"approvalSequenceNumber\":0,\"commitSequenceNumber\":0,\"sequenceNumber\":0}]]")
                .build();
        SummaryTree whole = SummaryTree.builder()
                .put(".protocol", protocol)
                .put(".app", app)
                .build();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(file)))) {
            writeTree(whole, json);
        }
    }

    private static void writeTree(SummaryTree tree, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("type", 1);
        json.writeObjectFieldStart("tree");
        for (Map.Entry<String, SummaryObject> entry : tree.entries().entrySet()) {
            json.writeFieldName(entry.getKey());
            if (entry.getValue() instanceof SummaryTree below) {
                writeTree(below, json);
            } else if (entry.getValue() instanceof SummaryBlob blob) {
                json.writeStartObject();
                json.writeNumberField("type", 2);
                json.writeStringField("content", blob.text().orElseThrow());
                json.writeEndObject();
            } else {
                throw new IllegalStateException(
                        entry.getKey() + " is neither tree nor blob, which no new document has");
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
