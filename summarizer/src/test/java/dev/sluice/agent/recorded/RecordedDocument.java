package dev.sluice.agent.recorded;

import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.loader.OfflineContainer;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.replay.RecordedSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A document that the reference implementation made and summarized, from the recordings of the runtime's tests. Immutable. */
final class RecordedDocument {
    private static final Path RECORDINGS = Path.of("..", "runtime", "src", "test", "resources", "golden", "runtime");
    private static final byte[] NO_VALUES = "[]".getBytes(StandardCharsets.UTF_8);

    private final List<SequencedMessage> ops;
    private final List<RecordedUpload> uploads;
    private final List<SummaryTree> versions;

    private RecordedDocument(List<SequencedMessage> ops, List<RecordedUpload> uploads, List<SummaryTree> versions) {
        this.ops = ops;
        this.uploads = uploads;
        this.versions = versions;
    }

    /** Returns every recording that has uploads, all of them of the reference implementation. */
    static List<String> scenarios() {
        try (Stream<Path> files = Files.walk(RECORDINGS)) {
            return files.filter(file -> file.endsWith("summary-1-upload.json"))
                    .map(file -> RECORDINGS.relativize(Objects.requireNonNull(file.getParent())))
                    .map(folder -> folder.toString().replace('\\', '/'))
                    .filter(scenario -> !scenario.contains("hand-written"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads a recording, such as {@code v2.111.0/08-gc}. */
    static RecordedDocument read(String scenario) {
        Path folder = RECORDINGS.resolve(scenario);
        List<SequencedMessage> ops = text(folder.resolve("ops.jsonl"))
                .lines()
                .map(line -> SequencedMessage.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        List<JsonObject> files = new ArrayList<>();
        Path attach = folder.resolve("attach-summary.json");
        int next = 1;
        if (Files.exists(attach)) {
            files.add(json(attach));
        }
        for (Path file = upload(folder, next); Files.exists(file); file = upload(folder, ++next)) {
            files.add(json(file));
        }
        return of(ops, files);
    }

    private static RecordedDocument of(List<SequencedMessage> ops, List<JsonObject> files) {
        JsonObject first = files.get(0);
        SummaryTree created = RecordedSummary.read(first.object("summary").orElse(first));
        List<SummaryTree> versions = new ArrayList<>();
        versions.add((SummaryTree) created.entries().get(".app"));
        List<RecordedUpload> uploads = new ArrayList<>();
        Map<String, SummaryTree> byHandle = new HashMap<>();
        for (JsonObject file : files.subList(1, files.size())) {
            RecordedUpload upload = RecordedUpload.of(file, ops);
            SummaryTree base = byHandle.getOrDefault(upload.baseHandle(), versions.get(versions.size() - 1));
            SummaryTree whole = RecordedSummary.materialize(upload.tree(), base);
            byHandle.put(upload.handle(), whole);
            versions.add(whole);
            uploads.add(upload);
        }
        return new RecordedDocument(ops, List.copyOf(uploads), versions);
    }

    private static Path upload(Path folder, int number) {
        return folder.resolve("summary-" + number + "-upload.json");
    }

    private static JsonObject json(Path file) {
        return JsonValue.parse(text(file)).asObject().orElseThrow();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Every op, the first of which has the sequence number 1. */
    List<SequencedMessage> ops() {
        return ops;
    }

    /** What summarizers uploaded, in order. */
    List<RecordedUpload> uploads() {
        return uploads;
    }

    /** Returns a version in full: the first is that with which the document was created, each other an upload's. */
    SummaryTree version(int number) {
        return versions.get(number);
    }

    /** Tells whether the client of an upload had uploaded nothing before. */
    boolean isFirstOfItsClient(int upload) {
        return upload == 0
                || !uploads.get(upload - 1)
                        .clientId()
                        .equals(uploads.get(upload).clientId());
    }

    /** Returns the ops that the client of an upload sent in order to propose it: what it asks to delete, and the proposal. */
    List<SequencedMessage> sentFor(RecordedUpload upload) {
        SequencedMessage proposal = upload.proposal();
        return ops.stream()
                .filter(op -> upload.clientId().equals(op.clientId())
                        && op.referenceSequenceNumber() == proposal.referenceSequenceNumber()
                        && op.sequenceNumber() <= proposal.sequenceNumber())
                .toList();
    }

    /** Returns the version that an upload was written over, as a client loads it that is told of the ops up to another. */
    Snapshot before(int upload, long newest, UnaryOperator<SequencedMessage> told) {
        long sequenceNumber =
                upload == 0 ? 0 : uploads.get(upload - 1).proposal().referenceSequenceNumber();
        ProtocolState protocol = ProtocolState.created(0, NO_VALUES);
        for (SequencedMessage op : ops.subList(0, (int) sequenceNumber)) {
            protocol = OfflineContainer.advance(protocol, op);
        }
        Map<GitId, byte[]> blobs = new HashMap<>();
        SnapshotTree tree = stored(versions.get(upload), blobs);
        Version version = Version.ofId(uploads.get(upload).baseVersion());
        List<SequencedMessage> tail = ops.subList((int) sequenceNumber, (int) newest).stream()
                .map(told)
                .toList();
        return new Snapshot(version, tree, protocol, tail, blobs, id -> {
            throw new IllegalStateException("attachment blob " + id + " is not needed for a summary");
        });
    }

    private static SnapshotTree stored(SummaryTree tree, Map<GitId, byte[]> blobs) {
        Map<String, SnapshotTree> trees = new LinkedHashMap<>();
        Map<String, GitId> ids = new LinkedHashMap<>();
        tree.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree below) {
                trees.put(name, stored(below, blobs));
            } else {
                ids.put(name, id(part, blobs));
            }
        });
        return new SnapshotTree(trees, ids, tree.unreferenced(), tree.groupId());
    }

    private static GitId id(SummaryObject part, Map<GitId, byte[]> blobs) {
        if (part instanceof SummaryAttachment attachment) {
            return attachment.id();
        }
        byte[] bytes = ((SummaryBlob) part).toBytes();
        GitId id = GitHash.of(GitObjectType.BLOB, bytes);
        blobs.put(id, bytes);
        return id;
    }

    /** Returns the sequence number of a member's join op. */
    long joined(String clientId) {
        return ops.stream()
                .filter(op -> op.type().equals("join")
                        && Optional.ofNullable(op.data())
                                .filter(data -> data.contains(clientId))
                                .isPresent())
                .findFirst()
                .orElseThrow()
                .sequenceNumber();
    }
}
