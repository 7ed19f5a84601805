package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes stored lists (dds-formats §9.10, §9.11). */
final class SnapshotWriter {
    private static final int CHUNK_LENGTH = 10_000;

    private final SegmentTree tree;
    private final long minimum;
    private final long current;

    /** Segments as they will be written, and how long they are. */
    private final List<JsonValue> specs = new ArrayList<>();

    private final List<Integer> lengths = new ArrayList<>();

    private @Nullable SegmentContent open;
    private JsonObject openProperties = JsonObject.EMPTY;

    SnapshotWriter(SegmentTree tree, Window window) {
        this.tree = tree;
        this.minimum = window.minimum();
        this.current = window.current();
    }

    Map<String, String> legacy(CatchUpLog log) {
        Perspective everybody = Perspective.at(minimum);
        tree.forEach(segment -> {
            if (everybody.sees(segment)) {
                joinable(segment.content, segment.properties.at(minimum));
            }
        });
        close();
        int end = chunkEnd(0);
        boolean whole = end == specs.size();
        Map<String, String> blobs = new LinkedHashMap<>();
        List<JsonValue> ids = new ArrayList<>();
        ids.add(id(SnapshotReader.HEADER));
        if (!whole) {
            ids.add(id(SnapshotReader.BODY));
        }
        JsonObject metadata = JsonObject.builder()
                .put("orderedChunkMetadata", JsonValue.of(ids))
                .put("sequenceNumber", minimum)
                .put("totalLength", total(0, specs.size()))
                .put("totalSegmentCount", specs.size())
                .build();
        blobs.put(
                SnapshotReader.HEADER,
                legacyChunk(0, end).put("headerMetadata", metadata).build().toJson());
        if (!whole) {
            blobs.put(
                    SnapshotReader.BODY, legacyChunk(end, specs.size()).build().toJson());
        }
        if (!log.isEmpty()) {
            blobs.put("catchupOps", log.write(minimum));
        }
        return blobs;
    }

    private JsonObject.Builder legacyChunk(int start, int end) {
        return JsonObject.builder()
                .put("chunkStartSegmentIndex", start)
                .put("chunkSegmentCount", end - start)
                .put("chunkLengthChars", total(start, end))
                .put("totalLengthChars", total(0, specs.size()))
                .put("totalSegmentCount", specs.size())
                .put("chunkSequenceNumber", minimum)
                .put("segmentTexts", JsonValue.of(specs.subList(start, end)));
    }

    Map<String, String> version1() {
        tree.forEach(this::addWithHistory);
        close();
        List<JsonObject.Builder> chunks = new ArrayList<>();
        List<JsonValue> ids = new ArrayList<>();
        int start = 0;
        do {
            int end = chunkEnd(start);
            chunks.add(JsonObject.builder()
                    .put("version", "1")
                    .put("segmentCount", end - start)
                    .put("length", total(start, end))
                    .put("segments", JsonValue.of(specs.subList(start, end)))
                    .put("startIndex", start));
            ids.add(id(chunkName(ids.size())));
            start = end;
        } while (start < specs.size());
        chunks.get(0)
                .put(
                        "headerMetadata",
                        JsonObject.builder()
                                .put("minSequenceNumber", minimum)
                                .put("sequenceNumber", current)
                                .put("orderedChunkMetadata", JsonValue.of(ids))
                                .put("totalLength", total(0, specs.size()))
                                .put("totalSegmentCount", specs.size())
                                .build());
        Map<String, String> blobs = new LinkedHashMap<>();
        for (int i = 0; i < chunks.size(); i++) {
            blobs.put(chunkName(i), chunks.get(i).build().toJson());
        }
        return blobs;
    }

    private static String chunkName(int index) {
        return index == 0 ? SnapshotReader.HEADER : SnapshotReader.BODY + "_" + (index - 1);
    }

    private static JsonObject id(String name) {
        return JsonObject.of("id", JsonValue.of(name));
    }

    private void addWithHistory(Segment segment) {
        if (segment.insert.isLocal() || segment.isDead(minimum)) {
            return;
        }
        JsonObject properties = segment.properties.at(Stamp.LOCAL - 1);
        boolean isNew = segment.insert.order() > minimum;
        if (!isNew && !segment.isRemovedByAcked()) {
            joinable(segment.content, properties);
            return;
        }
        close();
        JsonObject.Builder spec = JsonObject.builder().put("json", segment.content.toJson(properties));
        if (isNew) {
            spec.put("seq", segment.insert.order()).put("client", segment.insert.client());
        }
        putRemovals(segment, spec);
        add(spec.build(), segment.length());
    }

    private static void putRemovals(Segment segment, JsonObject.Builder spec) {
        List<Stamp> acked =
                segment.removes.stream().filter(stamp -> !stamp.isLocal()).toList();
        List<Stamp> sets = acked.stream().filter(stamp -> !stamp.slice()).toList();
        List<Stamp> slices = acked.stream().filter(Stamp::slice).toList();
        if (!sets.isEmpty()) {
            spec.put("removedSeq", sets.get(0).order());
            spec.put("removedClient", sets.get(0).client());
            spec.put("removedClientIds", clients(sets));
        }
        if (!slices.isEmpty()) {
            spec.put("movedSeq", slices.get(0).order());
            spec.put(
                    "movedSeqs",
                    JsonValue.of(slices.stream()
                            .map(stamp -> JsonValue.of(stamp.order()))
                            .toList()));
            spec.put("movedClientIds", clients(slices));
        }
    }

    private static JsonValue clients(List<Stamp> stamps) {
        return JsonValue.of(
                stamps.stream().map(stamp -> JsonValue.of(stamp.client())).toList());
    }

    private void joinable(SegmentContent content, JsonObject properties) {
        if (open != null && open.joins(content) && openProperties.equals(properties)) {
            open = open.join(content);
        } else {
            close();
            open = content;
            openProperties = properties;
        }
    }

    private void close() {
        if (open != null) {
            add(open.toJson(openProperties), open.length());
            open = null;
        }
    }

    private void add(JsonValue spec, int length) {
        specs.add(spec);
        lengths.add(length);
    }

    private int chunkEnd(int start) {
        int length = 0;
        int end = start;
        while (length < CHUNK_LENGTH && end < specs.size()) {
            length += lengths.get(end);
            end++;
        }
        return end;
    }

    private int total(int start, int end) {
        return lengths.subList(start, end).stream().mapToInt(Integer::intValue).sum();
    }
}
