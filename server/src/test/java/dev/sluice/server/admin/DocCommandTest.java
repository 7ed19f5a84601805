package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command about documents, once on a closed store and once on a running server: both must answer alike. */
final class DocCommandTest {
    private static final String NAME = AdminFixture.DOC.toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private @Nullable Vertx vertx;
    private @Nullable Store running;
    private List<GitId> versions = List.of();
    private List<String> source = List.of();

    enum Where {
        OFFLINE,
        RUNNING
    }

    @BeforeEach
    void populate() {
        try (Store store = open()) {
            versions = AdminFixture.populate(store);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void list_ofAStore_namesItsDocuments(Where where) throws IOException {
        begin(where);
        CliRun run = run("doc", "list");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains(NAME).contains("2500").contains("2026-11-21T06:57:00.123Z");
        assertThat(run("doc", "list", "--tenant", "other").out()).isEmpty();
        JsonNode line = Json.parse(run("doc", "list", "--json").out().getBytes(StandardCharsets.UTF_8));
        assertThat(line.path("document").asText()).isEqualTo("doc 1%");
        assertThat(line.has("eraseAfter")).isFalse();
    }

    @Test
    void list_ofAFolderWithoutAStore_failsAndLeavesItAsItWas() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path file = Files.writeString(home.resolve("letter"), "Dear");
        CliRun run = CliRun.of("doc", "list", "--data", home.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(home + " holds no store");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @EnumSource
    void show_ofADocument_hasItsVersionsNewestFirst(Where where) throws IOException {
        begin(where);
        CliRun run = run("doc", "show", NAME);
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        JsonNode shown = Json.parse(run.out().getBytes(StandardCharsets.UTF_8));
        assertThat(shown.path("versions")).hasSize(2);
        JsonNode newest = shown.path("versions").path(0);
        assertThat(newest.path("id").asText()).isEqualTo(versions.get(1).toHex());
        assertThat(newest.path("sequenceNumber").asLong()).isEqualTo(3);
        assertThat(newest.path("message").asText()).isEqualTo("summary");
    }

    @ParameterizedTest
    @EnumSource
    void document_unknown_fails(Where where) {
        begin(where);
        for (String command : List.of("show", "ops", "tree")) {
            CliRun run = run("doc", command, "acme/nobody");
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).isEqualTo("sluice: there is no document acme/nobody\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ops_ofARange_areAsStored(Where where) {
        begin(where);
        assertThat(run("doc", "ops", NAME, "--from", "2", "--to", "5").out())
                .isEqualTo(text(AdminFixture.op(3)) + "\n" + text(AdminFixture.op(4)) + "\n");
        assertThat(run("doc", "ops", NAME).out().lines()).hasSize(AdminFixture.OPS);
    }

    @ParameterizedTest
    @EnumSource
    void tree_ofAVersion_listsTreesBeforeTheirEntries(Where where) {
        begin(where);
        assertThat(paths(
                        run("doc", "tree", NAME, "--version-id", versions.get(0).toHex())))
                .containsExactly("%2Fa", "%2Fa/header", ".protocol", ".protocol/attributes");
        assertThat(paths(run("doc", "tree", NAME))).contains(".blobs/0", ".logTail/logTail", ".metadata");
    }

    @ParameterizedTest
    @EnumSource
    void export_ofADocument_canBeReplayed(Where where) throws IOException {
        begin(where);
        Path target = folder.resolve("exported");
        CliRun run = run("doc", "export", NAME, target.toString());
        assertThat(run.err()).isEqualTo("exported to " + target + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        JsonNode attach = Json.parse(Files.readAllBytes(target.resolve("attach-summary.json")));
        assertThat(attach.at("/tree/.app/tree")
                        .path("/a")
                        .at("/tree/header/content")
                        .asText())
                .isEqualTo("{\"x\":\"ü\"}");
        assertThat(attach.at("/tree/.protocol/tree/attributes/type").asInt()).isEqualTo(2);
        JsonNode upload = Json.parse(Files.readAllBytes(target.resolve("summary-1-upload.json")));
        assertThat(upload.at("/context/ackHandle").asText())
                .isEqualTo(versions.get(0).toHex());
        assertThat(upload.at("/context/referenceSequenceNumber").asLong()).isEqualTo(3);
        assertThat(fieldNames(upload.at("/summary/tree"))).containsExactly(".blobs", ".metadata");
        GitId attachment = GitHash.of(GitObjectType.BLOB, AdminFixture.ATTACHMENT);
        assertThat(upload.at("/summary/tree/.blobs/tree/0/id").asText()).isEqualTo(attachment.toHex());
        assertThat(upload.at("/summary/tree/.blobs/tree/0/type").asInt()).isEqualTo(4);
        assertThat(target.resolve("blobs").resolve(attachment.toHex())).hasBinaryContent(AdminFixture.ATTACHMENT);
        JsonNode snapshot = Json.parse(Files.readAllBytes(target.resolve("snapshot.json")));
        assertThat(snapshot.at("/version/id").asText())
                .isEqualTo(versions.get(1).toHex());
        assertThat(snapshot.at("/tree/trees/.blobs/blobs/0/base64").asText()).isEqualTo("AQIDAP8=");
        assertThat(Files.readAllLines(target.resolve("ops.jsonl"))).hasSize(AdminFixture.OPS);
        assertThat(run("doc", "export", NAME, target.toString()).code()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void verify_ofASoundStore_saysSo(Where where) {
        begin(where);
        CliRun run = run("doc", "verify");
        assertThat(run.out()).startsWith("sound: 1 documents, 2500 ops, ");
        assertThat(run.code()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @EnumSource
    void verify_ofADamagedStore_namesEachDamageAndFails(Where where) throws Exception {
        GitId wrong = GitHash.of(GitObjectType.BLOB, new byte[] {9});
        RefName pin = new RefName("refs/pins/wrong");
        try (Store store = open()) {
            store.write(Transaction.of(
                            new Mutation.PutObject(AdminFixture.TENANT, wrong, GitObjectType.BLOB, new byte[] {8}),
                            new Mutation.SetRef(AdminFixture.TENANT, pin, wrong, Optional.empty()),
                            new Mutation.AppendOps(
                                    AdminFixture.DOC,
                                    AdminFixture.OPS + 1,
                                    List.of(
                                            AdminFixture.op(7, 2501, 1250),
                                            AdminFixture.op(2502, 2502, 3),
                                            AdminFixture.op(2503, 1200, 1250),
                                            "{".getBytes(StandardCharsets.UTF_8)))))
                    .join();
        }
        begin(where);
        CliRun run = run("doc", "verify");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out())
                .contains("tenant acme: object " + wrong + " is damaged: ")
                .contains("document " + NAME + ": op 2501 is damaged: its sequenceNumber is 7\n")
                .contains("op 2502 is damaged: its minimumSequenceNumber is 3 after 1250\n")
                .contains("its minimumSequenceNumber is 1250, its referenceSequenceNumber only 1200\n")
                .contains("op 2504 is damaged: it is no JSON: ")
                .contains("DAMAGED: 1 documents, 2504 ops, ");
    }

    @ParameterizedTest
    @EnumSource
    void backup_restored_isTheSameStore(Where where) throws Exception {
        begin(where);
        String name =
                where == Where.RUNNING ? "b1" : folder.resolve("backups/b1").toString();
        CliRun backup = run("backup", name);
        assertThat(backup.err()).isEmpty();
        assertThat(backup.out().strip()).isEqualTo(folder.resolve("backups/b1").toString());
        assertThat(run("backup", name).code()).isEqualTo(ExitCode.FAILED);
        Path other = folder.resolve("other");
        CliRun restored = CliRun.of("restore", folder.resolve("backups/b1").toString(), "--data", other.toString());
        assertThat(restored.err()).isEmpty();
        assertThat(CliRun.of("doc", "verify", "--data", other.toString()).out())
                .startsWith("sound: 1 documents, 2500 ops");
    }

    @ParameterizedTest
    @EnumSource
    void restore_ofAnErasedDocument_bringsItBackAlone(Where where) throws Exception {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        try (Store store = open();
                var spool = store.spool()) {
            spool.write(java.nio.ByteBuffer.wrap(large));
            spool.seal();
            store.write(Transaction.of(new Mutation.AdoptSpool(AdminFixture.TENANT, spool)))
                    .join();
            store.backup(folder.resolve("backups/b2"), (written, total) -> {});
            store.write(Transaction.of(
                            new Mutation.DeleteDocument(AdminFixture.DOC, Instant.EPOCH),
                            new Mutation.EraseDocument(AdminFixture.DOC)))
                    .join();
        }
        begin(where);
        String backup =
                where == Where.RUNNING ? "b2" : folder.resolve("backups/b2").toString();
        assertThat(run("doc", "show", NAME).code()).isEqualTo(ExitCode.FAILED);
        CliRun restored = run("restore", backup);
        assertThat(restored.err()).isEmpty();
        assertThat(restored.out()).isEqualTo("restored " + NAME + " up to op 2500\nrestored 1, kept 0\n");
        assertThat(run("doc", "verify").out()).startsWith("sound: 1 documents, 2500 ops");
        assertThat(run("restore", backup).out()).isEqualTo("restored 0, kept 1\n");
        CliRun again = run("restore", backup, "--document", NAME);
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("only missing ones are restored");
        try (Stream<Path> left = Files.list(folder.resolve("backups"))) {
            assertThat(left).containsExactly(folder.resolve("backups/b2"));
        }
    }

    @Test
    void commandsThatRead_changeNothingInTheFolder() throws Exception {
        Files.delete(data().resolve("store.lock"));
        Path unfinished = Files.writeString(
                Files.createDirectories(data().resolve("incoming")).resolve("7"), "of an upload that was cut short");
        Map<Path, FileTime> before = stamps(data());
        begin(Where.OFFLINE);

        assertThat(run("doc", "list").out()).contains(NAME);
        assertThat(run("doc", "show", NAME).code()).isEqualTo(ExitCode.OK);
        assertThat(run("doc", "ops", NAME, "--to", "3").code()).isEqualTo(ExitCode.OK);
        assertThat(run("doc", "tree", NAME).code()).isEqualTo(ExitCode.OK);
        assertThat(run("doc", "export", NAME, folder.resolve("export").toString())
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(run("doc", "verify").out()).startsWith("sound: 1 documents, 2500 ops");
        assertThat(run("backup", folder.resolve("backups/b5").toString()).code())
                .isEqualTo(ExitCode.OK);

        assertThat(stamps(data())).isEqualTo(before).containsKey(unfinished);
    }

    @Test
    void restore_ofADocument_changesNothingInTheBackup() throws Exception {
        Path backup = folder.resolve("backups/b6");
        List<String> lines = new ArrayList<>();
        try (Store store = open()) {
            store.backup(backup, (written, total) -> {});
            Map<Path, FileTime> before = stamps(folder.resolve("backups"));
            DocumentRestore.run(backup, store, List.of(), json -> lines.add(text(json)));
            assertThat(stamps(folder.resolve("backups"))).isEqualTo(before);
        }
        assertThat(lines).last().isEqualTo("{\"restored\":0,\"kept\":1}");
    }

    @Test
    void commandsThatRead_whileAStoreHasTheFolderOpen_areRefused() throws Exception {
        begin(Where.OFFLINE);
        try (Store store = open()) {
            CliRun refused = run("doc", "list");
            assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.err()).contains("is open already in this process");
            assertThat(store.isWritable()).isTrue();
        }
        assertThat(run("doc", "list").code()).isEqualTo(ExitCode.OK);
    }

    private static Map<Path, FileTime> stamps(Path root) throws IOException {
        Map<Path, FileTime> stamps = new HashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                stamps.put(path, Files.getLastModifiedTime(path));
            }
        }
        return stamps;
    }

    @ParameterizedTest
    @EnumSource
    void undelete_ofADeletedDocument_bringsItBack(Where where) {
        try (LmdbStore store = LmdbStore.open(LmdbOptions.in(data()))) {
            store.write(Transaction.of(new Mutation.DeleteDocument(AdminFixture.DOC, Instant.EPOCH)))
                    .join();
        }
        begin(where);
        CliRun undeleted = run("doc", "undelete", NAME);
        assertThat(undeleted.err()).isEmpty();
        assertThat(undeleted.code()).isEqualTo(ExitCode.OK);
        assertThat(undeleted.out()).isEqualTo("brought back " + NAME + "\n");
        assertThat(run("doc", "list").out()).contains(NAME).doesNotContain("deleted");
        assertThat(run("doc", "verify").out()).startsWith("sound: 1 documents, 2500 ops, ");
        CliRun again = run("doc", "undelete", NAME);
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).isEqualTo("sluice: document " + NAME + " is not deleted\n");
        CliRun unknown = run("doc", "undelete", "acme/nobody");
        assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
        assertThat(unknown.err()).contains("there is no document acme/nobody; if it was deleted, it has been erased");
    }

    private void begin(Where where) {
        source = switch (where) {
            case OFFLINE -> List.of("--data", data().toString());
            case RUNNING -> List.of("--url", "http://127.0.0.1:" + listen());
        };
    }

    private int listen() {
        ServerConfig config = ServerConfig.of(Map.of(
                "data",
                data().toString(),
                "backup-dir",
                folder.resolve("backups").toString()));
        vertx = Vertx.vertx();
        running = Stores.open(config.storage());
        Router router = Router.router(vertx);
        new AdminRoutes(vertx, running, config, Instant::now).mountOn(router);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private CliRun run(String... command) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(source);
        return CliRun.of(args.toArray(String[]::new));
    }

    private Store open() {
        return LmdbStore.open(LmdbOptions.in(data()));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static List<String> paths(CliRun run) {
        return run.out()
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static List<String> fieldNames(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
