package dev.sluice.fuzz;

import dev.sluice.container.Golden;
import dev.sluice.container.testing.Snapshots;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What fuzzing begins with: pieces of recorded documents, in the form each target takes. */
public final class Seeds {
    private static final List<String> SCENARIOS = List.of(
            "v2.111.0/02-shared-directory",
            "v2.111.0/03-counter-cell",
            "v2.111.0/04-shared-string",
            "v2.111.0/05-consensus-matrix-tasks",
            "v2.111.0/06-aliases-dynamic-datastores",
            "v2.111.0/07-attachment-blobs",
            "v2.111.0/09-batches-compression-chunking-small",
            "v2.111.0/09c-ungrouped-batches",
            "v2.111.0/13-document-schema-change");
    private static final int OPS_CHARS = 12_000;

    private Seeds() {}

    /** Writes the seeds of all targets into a folder, one folder each by the name of its class, for a fuzzer. */
    public static void main(String[] arguments) throws IOException {
        for (Target target : Target.values()) {
            Path folder = Files.createDirectories(Path.of(arguments[0], target.className()));
            List<byte[]> seeds = of(target);
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve("seed-" + i), seeds.get(i));
            }
        }
    }

    static List<byte[]> of(Target target) throws IOException {
        return switch (target) {
            case OPS -> SCENARIOS.stream().map(Seeds::ops).toList();
            case SNAPSHOT -> SCENARIOS.stream().map(Seeds::snapshot).toList();
            case LZ4 -> List.of(resource("/lz4/linked-blocks.lz4"), frame());
            case CODEC -> codecs();
            case STRING_SNAPSHOT -> strings();
            case FRAME -> frames();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ops(String scenario) {
        StringBuilder text = new StringBuilder(scenario);
        Golden.text(scenario + "/ops.jsonl")
                .lines()
                .takeWhile(line -> text.length() + line.length() < OPS_CHARS)
                .forEach(line -> text.append('\n').append(line));
        return utf8(text.toString());
    }

    /** A new document as services send it (SVC §1.10): its application's tree with the protocol's beside. */
    private static byte[] snapshot(String scenario) {
        List<JsonValue> entries = new ArrayList<>();
        Map<String, JsonValue> blobs = new LinkedHashMap<>();
        SummaryTree protocol = SummaryTree.builder()
                .text("attributes", "{\"minimumSequenceNumber\":0,\"sequenceNumber\":0}")
                .text("quorumMembers", "[]")
                .text("quorumProposals", "[]")
                .text("quorumValues", "[]")
                .build();
        tree("", Snapshots.attachSummary(scenario), entries, blobs);
        tree("", SummaryTree.builder().put(".protocol", protocol).build(), entries, blobs);
        return utf8(JsonObject.builder()
                .put("id", "v")
                .put(
                        "trees",
                        JsonValue.of(List.of(JsonObject.builder()
                                .put("id", "t")
                                .put("entries", JsonValue.of(entries))
                                .build())))
                .put("blobs", JsonValue.of(List.copyOf(blobs.values())))
                .build()
                .toJson());
    }

    private static void tree(String path, SummaryTree tree, List<JsonValue> entries, Map<String, JsonValue> blobs) {
        for (Map.Entry<String, SummaryObject> entry : tree.entries().entrySet()) {
            String below = path.isEmpty() ? entry.getKey() : path + "/" + entry.getKey();
            JsonObject.Builder listed = JsonObject.builder().put("path", below);
            if (entry.getValue() instanceof SummaryTree inner) {
                entries.add(listed.put("type", "tree").build());
                tree(below, inner, entries, blobs);
            } else if (entry.getValue() instanceof SummaryBlob blob) {
                GitId id = GitHash.of(GitObjectType.BLOB, blob.toBytes());
                entries.add(listed.put("type", "blob").put("id", id.toHex()).build());
                blobs.put(
                        id.toHex(),
                        JsonObject.builder()
                                .put("id", id.toHex())
                                .put("content", Base64.getEncoder().encodeToString(blob.toBytes()))
                                .put("encoding", "base64")
                                .put("size", blob.size())
                                .build());
            }
        }
    }

    /** A frame of one stored block. */
    private static byte[] frame() {
        return new byte[] {4, 0x22, 0x4d, 0x18, 0x40, 0x70, (byte) 0xdf, 3, 0, 0, (byte) 0x80, '[', '1', ']', 0, 0, 0, 0
        };
    }

    private static List<byte[]> codecs() {
        List<byte[]> seeds = new ArrayList<>();
        Golden.text("v2.111.0/05-consensus-matrix-tasks/ops.jsonl")
                .lines()
                .limit(6)
                .map(Seeds::utf8)
                .forEach(seeds::add);
        seeds.add(utf8("[[\"c\",{\"client\":{\"mode\":\"write\"},\"sequenceNumber\":1}]]"));
        seeds.add(utf8("[[2,{\"sequenceNumber\":2,\"key\":\"k\",\"value\":\"v\"},[]]]"));
        seeds.add(
                utf8("[[\"code\",{\"key\":\"code\",\"value\":{},\"approvalSequenceNumber\":0,\"sequenceNumber\":0}]]"));
        seeds.add(utf8("{\"format\":\"sluice-pending\",\"version\":1,\"tenant\":\"t\",\"document\":\"d\","
                + "\"base\":{\"id\":\"a\",\"treeId\":\"b\"},\"ops\":[\"{\\\"type\\\":\\\"op\\\",\\\"sequenceNumber\\\":1}\"],"
                + "\"sent\":{\"clientId\":\"c\",\"last\":2,\"seen\":1},\"runtime\":{\"pending\":{}}}"));
        seeds.add(utf8(
                "[{\"type\":\"message\",\"referenceSequenceNumber\":1,\"content\":\"{\\\"type\\\":\\\"alias\\\"}\","
                        + "\"batchInfo\":{\"clientId\":\"c\",\"batchStartCsn\":1,\"length\":1,\"staged\":false}}]"));
        seeds.add(
                utf8(
                        "{\"type\":1,\"tree\":{\"a\":{\"type\":2,\"content\":\"text\"},\"b\":{\"type\":3,\"handle\":\"/x\","
                                + "\"handleType\":1},\"c\":{\"type\":4,\"id\":\"074ba7e3f2dbe62cd64dd1aa05e7162fa8d6ddda\"}}}"));
        return seeds;
    }

    private static List<byte[]> strings() {
        List<byte[]> seeds = new ArrayList<>();
        for (String scenario : List.of("v2.111.0/04-shared-string", "v2.111.0/04b-shared-string-v1-options")) {
            collect(Snapshots.attachSummary(scenario), seeds);
            collect(
                    Snapshots.summary(Golden.json(scenario + "/summary-1-upload.json")
                            .object("summary")
                            .orElseThrow()),
                    seeds);
        }
        return seeds;
    }

    private static void collect(SummaryTree tree, List<byte[]> seeds) {
        JsonObject.Builder blobs = JsonObject.builder();
        tree.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree below) {
                collect(below, seeds);
            } else if (part instanceof SummaryBlob blob) {
                blob.text().ifPresent(text -> blobs.put(name, text));
            }
        });
        JsonObject made = blobs.build();
        if (made.string("header").filter(header -> header.contains("egment")).isPresent()) {
            seeds.add(utf8(made.toJson()));
        }
    }

    private static List<byte[]> frames() {
        String op = Golden.text("v2.111.0/03-counter-cell/ops.jsonl")
                .lines()
                .skip(3)
                .findFirst()
                .orElseThrow();
        return List.of(
                utf8(
                        "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}"),
                utf8("40{\"sid\":\"s\"}"),
                utf8("42[\"op\",\"doc\",[" + op + "]]"),
                utf8(
                        "42[\"nack\",\"\",[{\"operation\":{\"type\":\"op\",\"clientSequenceNumber\":1,\"referenceSequenceNumber\":1},"
                                + "\"sequenceNumber\":3,\"content\":{\"code\":429,\"type\":\"ThrottlingError\",\"message\":\"m\",\"retryAfter\":1}}]]"),
                utf8(
                        "42[\"signal\",{\"clientId\":\"c\",\"content\":\"{}\",\"type\":\"t\",\"clientConnectionNumber\":1}]"),
                utf8(
                        "42[\"connect_document_success\",{\"clientId\":\"c\",\"mode\":\"write\",\"existing\":true,\"claims\":{\"scopes\":"
                                + "[\"doc:write\"]},\"serviceConfiguration\":{\"maxMessageSize\":1,\"blockSize\":1},\"initialClients\":"
                                + "[{\"clientId\":\"c\",\"client\":{}}],\"initialMessages\":[],\"initialSignals\":[],\"version\":\"^0.4.0\","
                                + "\"supportedFeatures\":{\"submit_signals_v2\":true},\"checkpointSequenceNumber\":7,\"timestamp\":9}]"),
                utf8(
                        "42[\"connect_document_error\",{\"code\":503,\"message\":\"m\",\"retryAfterMs\":5,\"internalErrorCode\":\"x\"}]"),
                utf8("437[]"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Seeds.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
