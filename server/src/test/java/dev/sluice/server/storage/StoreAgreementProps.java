package dev.sluice.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.lmdb.Durability;
import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import dev.sluice.server.storage.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Any transactions, submitted in groups and with the durable store closed and opened in between, have the same outcome in
 * both backends and in a plain model.
 */
class StoreAgreementProps {
    private static final List<DocumentKey> DOCUMENTS =
            List.of(DocumentKey.of("a", "1"), DocumentKey.of("a", "2"), DocumentKey.of("b", "1"));
    private static final List<TenantId> TENANTS = List.of(new TenantId("a"), new TenantId("b"));
    private static final int LARGE = 3_000;

    @Property(tries = 60)
    void backends_anyTransactions_agreeWithTheModel(@ForAll("steps") List<Step> steps) throws IOException {
        // What a power cut may take is another test's matter; thousands of flushes are not needed for this one.
        agree(steps, Durability.LOSE_STORE);
    }

    /** The log is used in no other mode. */
    @Property(tries = 15)
    void backends_anyTransactionsAndALog_agreeWithTheModel(@ForAll("steps") List<Step> steps) throws IOException {
        agree(steps, Durability.COMMIT);
    }

    private static void agree(List<Step> steps, Durability durability) throws IOException {
        Path directory = Files.createTempDirectory("store-agreement");
        Run run = new Run(directory, durability);
        try {
            steps.forEach(run::take);
        } finally {
            run.close();
            deleteTree(directory);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 5);
        Arbitrary<Change> change = Combinators.combine(
                        Arbitraries.of(Kind.values()), Arbitraries.of(DOCUMENTS), numbers, numbers)
                .as(Change::new);
        Arbitrary<List<Change>> transaction = change.list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<Step> step = Combinators.combine(
                        transaction.list().ofMaxSize(8), Arbitraries.integers().between(0, 9))
                .as((transactions, reopen) -> new Step(transactions, reopen == 0));
        return step.list().ofMaxSize(15);
    }

    /** Transactions submitted one right after the other. */
    record Step(List<List<Change>> transactions, boolean reopen) {}

    enum Kind {
        CREATE,
        DELETE,
        UNDELETE,
        ERASE,
        APPEND_NEXT,
        APPEND_MANY,
        APPEND_WRONG,
        CHECKPOINT,
        OBJECT,
        SPOOL,
        SET_REF,
        SET_REF_EXPECTING,
        DELETE_REF
    }

    /** A mutation yet to be made for a store; what it appends depends on what is there. */
    record Change(Kind kind, DocumentKey key, int number, int size) {
        TenantId tenant() {
            return key.tenant();
        }

        RefName ref() {
            return number == 0 ? new RefName("refs/tags/x") : RefName.headOf(key.document());
        }

        byte[] body() {
            return StoreFixture.bytes(("body " + number + " ").repeat(size * LARGE / 20));
        }

        GitId id() {
            return StoreFixture.blobId(body());
        }
    }

    /** A change with its place in the log settled, which differs from store to store only in its spool. */
    private record Settled(Change change, long first, Optional<GitId> expected) {
        private static Settled settle(Change change, StoreModel model) {
            long next = model.last(change.key()) + 1;
            long first = change.kind() == Kind.APPEND_WRONG ? next + change.number() - 2 : next;
            Optional<GitId> current = model.ref(change.tenant(), change.ref());
            boolean matches = current.isPresent() && change.size() > 2;
            return new Settled(change, Math.max(0, first), matches ? current : Optional.of(change.id()));
        }

        private List<byte[]> ops() {
            int count = change.kind() == Kind.APPEND_MANY ? change.number() * 40 + 1 : 1;
            return StoreFixture.append(change.key(), first, count).ops();
        }

        Mutation mutation(Store store) {
            DocumentKey key = change.key();
            return switch (change.kind()) {
                case CREATE -> StoreFixture.newDocument(key, change.number());
                case DELETE -> new Mutation.DeleteDocument(key, StoreFixture.ERASE_AFTER);
                case UNDELETE -> new Mutation.UndeleteDocument(key);
                case ERASE -> new Mutation.EraseDocument(key);
                case APPEND_NEXT, APPEND_MANY, APPEND_WRONG -> new Mutation.AppendOps(key, first, ops());
                case CHECKPOINT -> new Mutation.PutCheckpoint(key, change.body());
                case OBJECT -> new Mutation.PutObject(change.tenant(), change.id(), GitObjectType.BLOB, change.body());
                case SPOOL -> StoreFixture.adopt(store, change.tenant(), change.body());
                case SET_REF -> new Mutation.SetRef(change.tenant(), change.ref(), change.id(), Optional.empty());
                case SET_REF_EXPECTING -> new Mutation.SetRef(change.tenant(), change.ref(), change.id(), expected);
                case DELETE_REF -> new Mutation.DeleteRef(change.tenant(), change.ref());
            };
        }

        void apply(StoreModel model) {
            DocumentKey key = change.key();
            TenantId tenant = change.tenant();
            switch (change.kind()) {
                case CREATE -> model.create(key, change.number());
                case DELETE -> model.delete(key);
                case UNDELETE -> model.undelete(key);
                case ERASE -> model.erase(key);
                case APPEND_NEXT, APPEND_MANY, APPEND_WRONG -> model.append(key, first, ops());
                case CHECKPOINT -> model.checkpoint(key, change.body());
                case OBJECT, SPOOL -> model.object(tenant, change.id(), change.body());
                case SET_REF -> model.setRef(tenant, change.ref(), change.id(), Optional.empty());
                case SET_REF_EXPECTING -> model.setRef(tenant, change.ref(), change.id(), expected);
                case DELETE_REF -> model.deleteRef(tenant, change.ref());
            }
        }
    }

    /** The model and both stores, kept side by side. */
    private static final class Run {
        private final StoreModel model = new StoreModel();
        private final MemoryStore memory = new MemoryStore();
        private final LmdbOptions options;
        private LmdbStore lmdb;

        Run(Path directory, Durability durability) {
            options = LmdbOptions.in(directory)
                    .withDurability(durability)
                    .withLargeBlobBytes(LARGE)
                    .withMapBytes(1 << 16, 1 << 28)
                    .withPreallocateBytes(0);
            lmdb = LmdbStore.open(options);
        }

        void take(Step step) {
            List<Outcome> outcomes = new ArrayList<>();
            for (List<Change> transaction : step.transactions()) {
                outcomes.add(submit(transaction));
            }
            outcomes.forEach(Outcome::check);
            if (step.reopen()) {
                lmdb.close();
                lmdb = LmdbStore.open(options);
            }
            List<String> expected = model.describe();
            assertThat(StoreModel.describe(memory, TENANTS)).isEqualTo(expected);
            assertThat(StoreModel.describe(lmdb, TENANTS)).isEqualTo(expected);
        }

        void close() {
            memory.close();
            lmdb.close();
        }

        private Outcome submit(List<Change> changes) {
            List<Settled> settled = new ArrayList<>();
            List<Consumer<StoreModel>> effects = new ArrayList<>();
            for (Change change : changes) {
                effects.add(now -> {
                    Settled next = Settled.settle(change, now);
                    settled.add(next);
                    next.apply(now);
                });
            }
            Class<? extends StoreException> failure = model.apply(effects);
            return new Outcome(
                    failure, memory.write(transaction(settled, memory)), lmdb.write(transaction(settled, lmdb)));
        }

        private static Transaction transaction(List<Settled> settled, Store store) {
            return new Transaction(
                    settled.stream().map(change -> change.mutation(store)).toList());
        }
    }

    private record Outcome(
            @Nullable Class<? extends StoreException> expected,
            CompletableFuture<Void> memory,
            CompletableFuture<Void> lmdb) {
        void check() {
            check(memory);
            check(lmdb);
        }

        private void check(CompletableFuture<Void> write) {
            Object outcome = write.<Object>handle((done, failed) -> failed == null ? "done" : failed.getClass())
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThat(outcome).isEqualTo(expected == null ? "done" : expected);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
