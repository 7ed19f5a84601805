package dev.sluice.dds.mergetree;

import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The rules of dds-formats §9 for sequenced ops, on a list of single characters that forgets nothing. */
final class LinearModel {
    private final List<Char> chars = new ArrayList<>();

    private static final class Char {
        final char value;
        final Sequenced insert;
        final List<Sequenced> removes = new ArrayList<>();
        JsonObject properties;

        Char(char value, Sequenced insert, JsonObject properties) {
            this.value = value;
            this.insert = insert;
            this.properties = properties;
        }

        boolean seenBy(Sequenced op) {
            return occurred(insert, op) && removes.stream().noneMatch(remove -> occurred(remove, op));
        }

        private static boolean occurred(Sequenced change, Sequenced op) {
            return change.sequenceNumber() <= op.referenceSequenceNumber()
                    || change.clientId().equals(op.clientId());
        }
    }

    void apply(JsonObject op, Sequenced at) {
        switch (OpType.of(op)) {
            case INSERT -> insert(op, at);
            case REMOVE -> range(op, at).forEach(c -> c.removes.add(at));
            case ANNOTATE ->
                range(op, at)
                        .forEach(c -> c.properties =
                                PropertyChange.of(Stamp.SETTLED, op).applyTo(c.properties));
            case GROUP ->
                op.array("ops").orElse(JsonArray.EMPTY).elements().forEach(member -> apply((JsonObject) member, at));
            default -> throw new IllegalArgumentException(op.toJson());
        }
    }

    private void insert(JsonObject op, Sequenced at) {
        SegmentFormat.Spec spec = new TextFormat().read(op.require("seg"));
        int index = 0;
        int remaining = Fields.whole(op, "pos1");
        while (index < chars.size()) {
            Char next = chars.get(index);
            if (remaining == 0 && (next.seenBy(at) || goesBefore(at, next))) {
                break;
            }
            remaining -= next.seenBy(at) ? 1 : 0;
            index++;
        }
        String text = ((TextContent) spec.content()).text();
        for (int i = 0; i < text.length(); i++) {
            chars.add(index + i, new Char(text.charAt(i), at, spec.properties()));
        }
    }

    private static boolean goesBefore(Sequenced at, Char hidden) {
        return at.sequenceNumber() > hidden.insert.sequenceNumber();
    }

    private List<Char> range(JsonObject op, Sequenced at) {
        return chars.stream()
                .filter(c -> c.seenBy(at))
                .toList()
                .subList(Fields.whole(op, "pos1"), Fields.whole(op, "pos2"));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        chars.stream().filter(c -> c.removes.isEmpty()).forEach(c -> text.append(c.value));
        return text.toString();
    }

    JsonValue runs() {
        MergeTree plain = MergeTree.create(new TextFormat(), SnapshotVersion.V1);
        chars.stream()
                .filter(c -> c.removes.isEmpty())
                .forEach(c -> plain.insert(plain.length(), new TextContent(String.valueOf(c.value)), c.properties));
        return Runs.of(plain);
    }
}
