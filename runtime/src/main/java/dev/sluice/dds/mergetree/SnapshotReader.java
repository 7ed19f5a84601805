package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads stored lists of all versions (dds-formats §9.10, §9.11). */
final class SnapshotReader {
    static final String HEADER = "header";
    static final String BODY = "body";

    private final SegmentFormat format;
    private final Map<String, String> blobs;
    private final JsonObject header;
    private final SnapshotVersion version;

    SnapshotReader(SegmentFormat format, Map<String, String> blobs) {
        this.format = format;
        this.blobs = new LinkedHashMap<>(blobs);
        this.header = chunk(HEADER);
        this.version =
                header.string("version").filter("1"::equals).isPresent() ? SnapshotVersion.V1 : SnapshotVersion.LEGACY;
    }

    SnapshotVersion version() {
        return version;
    }

    long sequenceNumber() {
        JsonObject metadata = header.object("headerMetadata").orElse(null);
        return metadata == null
                ? Fields.sequence(header, "chunkSequenceNumber")
                : Fields.sequence(metadata, "sequenceNumber");
    }

    long minimumSequenceNumber() {
        JsonObject metadata = header.object("headerMetadata").orElse(header);
        for (String name : List.of("minSequenceNumber", "chunkMinSequenceNumber")) {
            if (metadata.number(name).isPresent()) {
                return Fields.sequence(metadata, name);
            }
        }
        return sequenceNumber();
    }

    /** Returns the segments, and takes their chunks from what is left to read. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (String id : chunkIds()) {
            JsonObject chunk = chunk(id);
            blobs.remove(id);
            JsonArray specs = chunk.array(version == SnapshotVersion.V1 ? "segments" : "segmentTexts")
                    .orElseThrow(() -> new MergeTreeException("chunk \"" + id + "\" holds no segments"));
            specs.elements().forEach(spec -> segments.add(segment(spec)));
        }
        checkTotals(segments);
        return segments;
    }

    /** Returns the ops that come on top; the only blob beside the chunks, whatever its name. */
    @Nullable
    JsonValue catchUpOps() {
        if (blobs.size() > 1) {
            throw new MergeTreeException("a snapshot holds at most one blob beside its chunks, not " + blobs.keySet());
        }
        return blobs.isEmpty()
                ? null
                : JsonValue.parse(blobs.values().iterator().next());
    }

    private JsonObject chunk(String id) {
        String text = blobs.get(id);
        if (text == null) {
            throw new MergeTreeException("the snapshot has no chunk \"" + id + "\" but " + blobs.keySet());
        }
        return JsonValue.parse(text)
                .asObject()
                .orElseThrow(() -> new MergeTreeException("chunk \"" + id + "\" is no object"));
    }

    private List<String> chunkIds() {
        JsonObject metadata = header.object("headerMetadata").orElse(null);
        if (metadata == null) {
            boolean whole = Fields.whole(header, "chunkLengthChars") >= Fields.whole(header, "totalLengthChars");
            return whole ? List.of(HEADER) : List.of(HEADER, BODY);
        }
        return metadata.array("orderedChunkMetadata").orElse(JsonArray.EMPTY).elements().stream()
                .map(entry -> entry.asObject()
                        .flatMap(chunk -> chunk.string("id"))
                        .orElseThrow(() -> new MergeTreeException("a chunk is listed without its id")))
                .toList();
    }

    private void checkTotals(List<Segment> segments) {
        JsonObject metadata = header.object("headerMetadata").orElse(null);
        if (metadata == null) {
            return;
        }
        long length = segments.stream().mapToLong(Segment::length).sum();
        if (Fields.sequence(metadata, "totalLength") != length
                || Fields.whole(metadata, "totalSegmentCount") != segments.size()) {
            throw new MergeTreeException("the snapshot holds " + segments.size() + " segments of length " + length
                    + ", its header says " + metadata);
        }
    }

    private Segment segment(JsonValue spec) {
        JsonObject history =
                spec.asObject().filter(object -> object.has("json")).orElse(null);
        JsonValue json = history == null ? spec : history.members().get("json");
        SegmentFormat.Spec read = format.read(json == null ? spec : json);
        Segment segment = new Segment(read.content(), Stamp.SETTLED, Properties.of(read.properties()));
        if (history != null) {
            if (history.has("seq")) {
                segment.insert = Stamp.acked(
                        Fields.sequence(history, "seq"),
                        history.string("client").orElse(""));
            }
            removals(history).forEach(segment::remove);
        }
        return segment;
    }

    private static List<Stamp> removals(JsonObject history) {
        List<Stamp> removals = new ArrayList<>();
        if (history.number("removedSeq").isPresent()) {
            // The numbers of all removals but the first are not stored.
            long first = Fields.sequence(history, "removedSeq");
            for (String client : clients(history, "removedClientIds", "removedClient")) {
                removals.add(Stamp.acked(first, client));
            }
        }
        List<String> movers = clients(history, "movedClientIds", "movedClient");
        List<JsonValue> numbers =
                history.array("movedSeqs").orElse(JsonArray.EMPTY).elements();
        for (int i = 0; i < Math.min(movers.size(), numbers.size()); i++) {
            removals.add(Stamp.acked(Fields.sequence(numbers.get(i), "movedSeqs"), movers.get(i))
                    .asSlice());
        }
        return removals;
    }

    private static List<String> clients(JsonObject history, String all, String single) {
        JsonArray ids = history.array(all).orElse(null);
        if (ids == null) {
            return history.string(single).map(List::of).orElse(Collections.emptyList());
        }
        return ids.elements().stream()
                .map(id -> id instanceof JsonString text ? text.value() : "")
                .toList();
    }
}
