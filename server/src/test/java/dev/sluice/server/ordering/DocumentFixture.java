package dev.sluice.server.ordering;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.git.GitTreeEntry;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import dev.sluice.server.summary.ObjectWriter;
import dev.sluice.server.summary.ProtocolTree;
import dev.sluice.server.summary.TreeLimits;
import dev.sluice.server.summary.TreeReader;
import dev.sluice.server.summary.VersionCommits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One document over a store in memory, driven from the test's own thread with small verbs. */
final class DocumentFixture implements AutoCloseable {
    static final DocumentKey KEY = DocumentKey.of("tenant", "document");
    static final OrderingOptions OPTIONS = new OrderingOptions(
            SequencerOptions.DEFAULT, Duration.ofSeconds(1), 50, 1 << 20, 3, 2000, 10, TreeLimits.DEFAULTS, true);

    final Store store;
    final ManualThread thread = new ManualThread();
    final Map<String, RecordingSubscriber> connections = new HashMap<>();
    final GitId firstVersion;
    Documents documents;
    private final Map<String, Long> counts = new HashMap<>();

    DocumentFixture() {
        this(new MemoryStore());
    }

    DocumentFixture(Store store) {
        this.store = store;
        this.documents = newDocuments();
        this.firstVersion = createDocument();
    }

    /** Forgets everything that is not stored, as a killed process does. */
    void crash() {
        connections.clear();
        documents = newDocuments();
    }

    RecordingSubscriber connect(String clientId) {
        return connect(clientId, ClientMode.WRITE, false);
    }

    RecordingSubscriber connectSummarizer(String clientId) {
        return connect(clientId, ClientMode.WRITE, true);
    }

    RecordingSubscriber connectReader(String clientId) {
        return connect(clientId, ClientMode.READ, false);
    }

    /** Does something with the open document, and waits until that has been done. */
    void with(java.util.function.Consumer<OpenDocument> action) {
        List<Object> outcome = new ArrayList<>();
        documents.use(
                KEY,
                document -> {
                    action.accept(document);
                    outcome.add("used");
                },
                outcome::add);
        thread.runUntil(() -> !outcome.isEmpty());
        if (!outcome.get(0).equals("used")) {
            throw new AssertionError("could not open: " + outcome.get(0));
        }
    }

    void submit(String clientId, String type, long reference, @Nullable RawJson contents) {
        long count = counts.merge(clientId, 1L, Long::sum);
        with(document -> document.submit(clientId, List.of(DocumentMessage.of(type, count, reference, contents))));
    }

    void disconnect(String clientId) {
        with(document -> document.disconnect(clientId));
    }

    void runUntilOps(RecordingSubscriber subscriber, int count) {
        thread.runUntil(() -> subscriber.ops.size() >= count);
    }

    /** Uploads an app tree of one blob and returns its id. */
    GitId upload(String content) {
        Transaction.Builder into = Transaction.builder();
        GitId tree = appTree(new ObjectWriter(KEY.tenant(), into), content);
        store.write(into.build()).join();
        return tree;
    }

    static RawJson proposal(String handle, String head, List<String> parents) {
        StringBuilder json = new StringBuilder();
        json.append("{\"handle\":\"").append(handle).append("\",\"head\":\"").append(head);
        json.append("\",\"message\":\"Summary\",\"parents\":[");
        json.append(String.join(
                ",", parents.stream().map(parent -> "\"" + parent + "\"").toList()));
        return RawJson.ofString(json.append("]}").toString());
    }

    GitId head() {
        return store.read(
                view -> view.ref(KEY.tenant(), RefName.headOf(KEY.document())).orElseThrow());
    }

    GitCommit commit(GitId id) {
        return store.read(view -> new TreeReader(view, KEY.tenant()).commit(id).orElseThrow());
    }

    String blobAt(GitId commit, String... path) {
        return store.read(view -> {
            TreeReader reader = new TreeReader(view, KEY.tenant());
            GitId tree = reader.commit(commit).orElseThrow().tree();
            GitTreeEntry entry = reader.resolve(tree, List.of(path)).orElseThrow();
            return new String(reader.blob(entry.id()).orElseThrow(), StandardCharsets.UTF_8);
        });
    }

    @Override
    public void close() {
        store.close();
    }

    private RecordingSubscriber connect(String clientId, ClientMode mode, boolean maySummarize) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        connections.put(clientId, subscriber);
        counts.put(clientId, 0L);
        String scopes = maySummarize ? "[\"doc:read\",\"doc:write\",\"summary:write\"]" : "[\"doc:write\"]";
        RawJson detail = RawJson.of("{\"mode\":\"" + mode.wireName() + "\",\"scopes\":" + scopes + "}");
        with(document -> {
            document.admit(new JoinedClient(clientId, detail, maySummarize), mode, subscriber);
            document.join(clientId);
        });
        if (mode == ClientMode.WRITE) {
            thread.runUntil(() -> subscriber.types().contains("join"));
        }
        return subscriber;
    }

    private Documents newDocuments() {
        return new Documents(store, thread, OPTIONS, OrderingListener.NONE, key -> thread);
    }

    private GitId createDocument() {
        byte[] values = "[]".getBytes(StandardCharsets.US_ASCII);
        Transaction.Builder into = Transaction.builder();
        ObjectWriter objects = new ObjectWriter(KEY.tenant(), into);
        GitId protocol = ProtocolTree.write(KEY.tenant(), 0, 0, values, values, values, into);
        GitId blob = objects.blob("first".getBytes(StandardCharsets.UTF_8));
        GitTree tree = GitTree.of(List.of(
                new GitTreeEntry("content", GitObjectType.BLOB, blob),
                new GitTreeEntry(ProtocolTree.NAME, GitObjectType.TREE, protocol)));
        GitId commit = objects.commit(VersionCommits.newDocument(objects.tree(tree), thread.instant()));
        into.add(new Mutation.CreateDocument(new DocumentRow(KEY, thread.instant(), 0, null)));
        into.add(new Mutation.SetRef(KEY.tenant(), RefName.headOf(KEY.document()), commit, Optional.empty()));
        into.add(new Mutation.PutCheckpoint(KEY, documents.initialState(0, values, commit)));
        store.write(into.build()).join();
        return commit;
    }

    private static GitId appTree(ObjectWriter objects, String content) {
        GitId blob = objects.blob(content.getBytes(StandardCharsets.UTF_8));
        return objects.tree(GitTree.of(List.of(new GitTreeEntry("content", GitObjectType.BLOB, blob))));
    }
}
