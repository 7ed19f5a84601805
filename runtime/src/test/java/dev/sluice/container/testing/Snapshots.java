package dev.sluice.container.testing;

import dev.sluice.container.Golden;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryAttachment;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryPath;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.SummaryType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes snapshots out of what was recorded, or was just written. */
public final class Snapshots {
    private static final Set<String> NOT_OF_THE_APPLICATION = Set.of(".protocol", ".logTail", ".serviceProtocol");

    private final Map<GitId, byte[]> blobs = new HashMap<>();

    private Snapshots() {}

    /** The version with which the document was created. */
    public static Snapshot attach(String scenario) {
        return of(attachSummary(scenario), 0);
    }

    /** The application's part of the summary with which the document was created. */
    public static SummaryTree attachSummary(String scenario) {
        JsonObject file = Golden.json(scenario + "/attach-summary.json");
        return summary(file.object("tree").orElseThrow().object(".app").orElseThrow());
    }

    /** The newest version. */
    public static Snapshot latest(String scenario) {
        JsonObject tree =
                Golden.json(scenario + "/snapshot.json").object("tree").orElseThrow();
        Snapshots made = new Snapshots();
        SnapshotTree app = made.recorded(tree).without(NOT_OF_THE_APPLICATION);
        return made.snapshot(app, latestSequenceNumber(tree));
    }

    /** The members as of the newest version. */
    public static List<String> latestMembers(String scenario) {
        JsonObject tree =
                Golden.json(scenario + "/snapshot.json").object("tree").orElseThrow();
        return JsonValue.parse(protocolBlob(tree, "quorumMembers")).asArray().orElseThrow().elements().stream()
                .map(member -> ((JsonArray) member).get(0).asString().orElseThrow())
                .toList();
    }

    private static String protocolBlob(JsonObject tree, String name) {
        return tree.object("trees")
                .flatMap(trees -> trees.object(".protocol"))
                .flatMap(protocol -> protocol.object("blobs"))
                .flatMap(blobs -> blobs.object(name))
                .flatMap(blob -> blob.string("utf8"))
                .orElseThrow();
    }

    private static long latestSequenceNumber(JsonObject tree) {
        JsonNumber number = JsonValue.parse(protocolBlob(tree, "attributes"))
                .asObject()
                .flatMap(object -> object.number("sequenceNumber"))
                .orElseThrow();
        return (long) number.value();
    }

    /** A version that consists of a summary without handles. */
    public static Snapshot of(SummaryTree app, long sequenceNumber) {
        Snapshots made = new Snapshots();
        return made.snapshot(made.stored(app), sequenceNumber);
    }

    private Snapshot snapshot(SnapshotTree app, long sequenceNumber) {
        ProtocolState protocol = ProtocolState.created(sequenceNumber, "[]".getBytes(StandardCharsets.UTF_8));
        return new Snapshot(Version.ofId("v"), app, protocol, List.of(), blobs, id -> {
            throw new IllegalArgumentException("blob " + id + " was not recorded");
        });
    }

    private SnapshotTree recorded(JsonObject tree) {
        Map<String, SnapshotTree> trees = new LinkedHashMap<>();
        tree.object("trees")
                .orElse(JsonObject.EMPTY)
                .members()
                .forEach((name, below) -> trees.put(name, recorded((JsonObject) below)));
        Map<String, GitId> ids = new LinkedHashMap<>();
        tree.object("blobs").orElse(JsonObject.EMPTY).members().forEach((name, value) -> {
            JsonObject blob = (JsonObject) value;
            GitId id = GitId.parse(blob.string("id").orElseThrow());
            blobs.put(id, content(blob));
            ids.put(name, id);
        });
        return new SnapshotTree(
                trees, ids, tree.has("unreferenced"), tree.string("groupId").orElse(null));
    }

    private static byte[] content(JsonObject blob) {
        return blob.string("utf8")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .or(() -> blob.string("base64").map(Base64.getDecoder()::decode))
                .orElse(new byte[0]);
    }

    private SnapshotTree stored(SummaryTree tree) {
        Map<String, SnapshotTree> trees = new LinkedHashMap<>();
        Map<String, GitId> ids = new LinkedHashMap<>();
        tree.entries().forEach((name, part) -> {
            if (part instanceof SummaryTree below) {
                trees.put(name, stored(below));
            } else if (part instanceof SummaryBlob blob) {
                GitId id = GitHash.of(GitObjectType.BLOB, blob.toBytes());
                blobs.put(id, blob.toBytes());
                ids.put(name, id);
            } else if (part instanceof SummaryAttachment attachment) {
                ids.put(name, attachment.id());
            } else {
                throw new IllegalArgumentException("found a handle at " + name + ", expected a full summary");
            }
        });
        return new SnapshotTree(trees, ids, tree.unreferenced(), tree.groupId());
    }

    /** The tree of a recorded summary node. */
    public static SummaryTree summary(JsonObject node) {
        SummaryTree.Builder tree = SummaryTree.builder();
        node.object("tree").orElseThrow().members().forEach((name, part) -> tree.put(name, part((JsonObject) part)));
        if (node.has("unreferenced")) {
            tree.unreferenced();
        }
        return tree.build();
    }

    private static SummaryObject part(JsonObject node) {
        return switch ((int) node.number("type").orElseThrow().value()) {
            case 1 -> summary(node);
            case 2 -> SummaryBlob.of(bytes(node));
            case 3 ->
                new SummaryHandle(node.string("handle").orElseThrow(), SummaryType.ofCode((int)
                        node.number("handleType").orElseThrow().value()));
            default -> new SummaryAttachment(GitId.parse(node.string("id").orElseThrow()));
        };
    }

    private static byte[] bytes(JsonObject node) {
        String content = node.string("content").orElse("");
        return node.string("encoding").filter("base64"::equals).isPresent()
                ? Base64.getDecoder().decode(content)
                : content.getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a summary over the one before: handles become what they lead to. */
    public static SummaryTree materialize(SummaryTree summary, SummaryTree before) {
        SummaryTree.Builder tree = SummaryTree.builder();
        summary.entries().forEach((name, part) -> tree.put(name, materialize(part, before)));
        return tree.build();
    }

    private static SummaryObject materialize(SummaryObject part, SummaryTree before) {
        if (part instanceof SummaryHandle handle) {
            SummaryObject at = before;
            for (String segment : handle.target().substring(1).split("/", -1)) {
                at = child(at, SummaryPath.decode(segment), handle);
            }
            return at;
        }
        return part instanceof SummaryTree tree ? materialize(tree, before) : part;
    }

    private static SummaryObject child(SummaryObject parent, String name, SummaryHandle handle) {
        @Nullable
        SummaryObject child =
                parent instanceof SummaryTree tree ? tree.entries().get(name) : null;
        if (child == null) {
            throw new IllegalArgumentException("handle " + handle.target() + " leads nowhere");
        }
        return child;
    }
}
