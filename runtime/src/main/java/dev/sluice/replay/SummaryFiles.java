package dev.sluice.replay;

import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the summaries of a recording. Confined to one thread. */
final class SummaryFiles {
    private static final String ATTACH = "attach-summary.json";
    private static final String HAND_WRITTEN = "hand-written-attach-summary.json";

    private final RecordingFiles files;

    SummaryFiles(RecordingFiles files) {
        this.files = files;
    }

    /** What is read of an upload. */
    private record Upload(String name, JsonObject file) {
        JsonObject context() {
            return file.object("context").orElse(JsonObject.EMPTY);
        }

        SummaryTree tree() {
            return RecordedSummary.read(
                    file.object("summary").orElseThrow(() -> new JsonException("found no summary")));
        }

        /** Some documents were created by an upload, which then has the form of an attach summary. */
        boolean isInitial() {
            return StartingPoint.tree(tree(), ".app").isPresent();
        }
    }

    /** Returns the summary that the document was created with. */
    InitialSummary initial() throws IOException {
        for (String name : new String[] {ATTACH, HAND_WRITTEN}) {
            Optional<JsonObject> file = json(name);
            if (file.isPresent()) {
                return checked(name, () -> InitialSummary.of(RecordedSummary.read(file.get())));
            }
        }
        Upload first = upload(1).orElseThrow(() -> missing(ATTACH));
        if (!checked(first.name, first::isInitial)) {
            throw missing(ATTACH);
        }
        return checked(first.name, () -> InitialSummary.of(first.tree()));
    }

    /** Returns an uploaded summary, whole. */
    StartingPoint uploaded(int number) throws IOException {
        if (number < 1) {
            throw new IllegalArgumentException("found summary " + number + "; expected a number from 1");
        }
        Upload wanted = upload(number).orElseThrow(() -> missing(name(number)));
        Map<String, SummaryTree> byHandle = new LinkedHashMap<>();
        SummaryTree before = initial().app();
        for (int i = 1; i <= number; i++) {
            int at = i;
            Upload upload = upload(i).orElseThrow(() -> missing(name(at)));
            SummaryTree base = before;
            before = checked(upload.name, () -> whole(upload, byHandle, base));
            Optional<String> handle = upload.file.string("handle");
            if (handle.isPresent()) {
                byHandle.put(handle.get(), before);
            }
        }
        SummaryTree app = before;
        return checked(wanted.name, () -> new StartingPoint(app, sequenceNumber(wanted, app)));
    }

    /** Handles lead into the summary acknowledged last, which need not be the one uploaded last. */
    private static SummaryTree whole(Upload upload, Map<String, SummaryTree> byHandle, SummaryTree before) {
        SummaryTree tree = upload.tree();
        Optional<SummaryTree> initial = StartingPoint.tree(tree, ".app");
        if (initial.isPresent()) {
            return initial.get();
        }
        SummaryTree base = upload.context()
                .string("proposalHandle")
                .map(handle -> byHandle.getOrDefault(handle, before))
                .orElse(before);
        return RecordedSummary.materialize(tree, base);
    }

    private static long sequenceNumber(Upload upload, SummaryTree app) {
        return number(upload.context(), "referenceSequenceNumber")
                .or(() -> StartingPoint.text(app, ".metadata")
                        .flatMap(text -> JsonValue.parse(text).asObject())
                        .flatMap(metadata -> metadata.object("message").or(() -> metadata.object("lastMessage")))
                        .flatMap(message -> number(message, "sequenceNumber")))
                .orElseThrow(() ->
                        new JsonException("found neither context.referenceSequenceNumber nor a message in .metadata"));
    }

    private static Optional<Long> number(JsonObject object, String name) {
        return object.number(name).filter(JsonNumber::isInteger).map(number -> (long) number.value());
    }

    private Optional<Upload> upload(int number) throws IOException {
        String name = name(number);
        return json(name).map(file -> new Upload(name, file));
    }

    private static String name(int number) {
        return "summary-" + number + "-upload.json";
    }

    /** Reads a file that holds an object, if it is there. */
    Optional<JsonObject> json(String name) throws IOException {
        Optional<InputStream> file = files.open(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(checked(
                    name,
                    () -> JsonValue.parse(text)
                            .asObject()
                            .orElseThrow(() -> new JsonException("found no object at the top"))));
        }
    }

    private static <T> T checked(String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonException malformed) {
            throw new RecordingException(name + " is damaged: " + malformed.getMessage(), malformed);
        }
    }

    static RecordingException missing(String name) {
        return new RecordingException("the recording has no " + name);
    }
}
