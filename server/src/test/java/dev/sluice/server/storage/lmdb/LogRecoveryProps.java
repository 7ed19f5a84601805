package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.checkpoint;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.expectedOps;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;
import static dev.sluice.server.storage.StoreFixture.ops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * I7: whatever was done before a crash, all that was acknowledged is there when the store is opened again, and LMDB alone, as an
 * older copy or a tool would read it, never refers to an object that it does not have.
 */
class LogRecoveryProps {
    enum Step {
        UPLOAD,
        UPLOAD_AGAIN,
        OPS,
        OP_AND_STATE,
        POINT_HEAD_AT_NEWEST,
        TIME_PASSES,
        CLOSE_AND_OPEN,
        CRASH
    }

    @Property(tries = 15)
    void crash_afterAnySteps_losesNothingAcknowledged(@ForAll @Size(min = 1, max = 20) List<Step> steps)
            throws IOException {
        Path directory = Files.createTempDirectory("log-recovery");
        Run run = new Run(directory);
        try {
            for (Step step : steps) {
                run.take(step);
            }
            run.crash();
        } finally {
            run.store.close();
            LargeFiles.deleteTree(directory);
        }
    }

    private static final class Run {
        private final Path root;
        private final AtomicLong clock = new AtomicLong();
        private final Set<GitId> uploaded = new TreeSet<>();
        private Path directory;
        private LmdbStore store;
        private Optional<GitId> newest = Optional.empty();
        private Optional<GitId> head = Optional.empty();
        private Optional<String> state = Optional.empty();
        private int ops;
        private int opened;

        private Run(Path root) {
            this.root = root;
            this.directory = root.resolve("0");
            this.store = open();
            commit(store, newDocument(DOC));
        }

        private LmdbStore open() {
            return LmdbStore.open(LmdbOptions.in(directory).withPreallocateBytes(0), clock::get);
        }

        private void take(Step step) throws IOException {
            switch (step) {
                case UPLOAD -> upload("blob " + uploaded.size());
                case UPLOAD_AGAIN -> upload("blob " + uploaded.size() / 2);
                case OPS -> append(3);
                case OP_AND_STATE -> {
                    append(1);
                    String newest = "state " + ops;
                    commit(store, new Mutation.PutCheckpoint(DOC, bytes(newest)));
                    state = Optional.of(newest);
                }
                case POINT_HEAD_AT_NEWEST -> pointHead();
                case TIME_PASSES -> clock.addAndGet(LoggedWrites.MAX_AGE.toNanos() / 2);
                case CLOSE_AND_OPEN -> {
                    store.close();
                    store = open();
                }
                case CRASH -> crash();
            }
            check(store);
        }

        private void append(int count) {
            commit(store, StoreFixture.append(DOC, ops + 1, count));
            ops += count;
        }

        private void upload(String text) {
            GitId id = blobId(bytes(text));
            commit(store, blob(bytes(text)));
            newest = Optional.of(id);
            uploaded.add(id);
        }

        private void pointHead() {
            newest.ifPresent(target -> {
                commit(store, new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), target, head));
                head = newest;
            });
        }

        /** Goes on with a copy of what the store has written; the old one is closed without effect on that. */
        private void crash() throws IOException {
            Path crashed = root.resolve(Integer.toString(++opened));
            settle("first");
            settle("second");
            CrashedStore.copy(directory, crashed);
            checkLmdbAlone(crashed);
            store.close();
            directory = crashed;
            store = open();
            check(store);
        }

        /** Makes the writer do what is due: the second time, it is done with what the first made it do. */
        private void settle(String time) {
            byte[] body = bytes("blob before crash " + opened + ", " + time);
            commit(store, blob(body));
            uploaded.add(blobId(body));
        }

        private void checkLmdbAlone(Path crashed) throws IOException {
            Path alone = CrashedStore.copyOfLmdb(crashed, root.resolve("alone" + opened));
            try (LmdbArchive archive = LmdbArchive.open(alone)) {
                assertThat(ops(archive, DOC, 0, Long.MAX_VALUE))
                        .isEqualTo(expectedOps(1, lastSequenceNumber(archive, DOC)));
                Optional<GitId> ref = archive.read(view -> view.ref(TENANT, RefName.headOf(DOC.document())));
                assertThat(ref).isEqualTo(head);
                assertThat(uploaded).containsAll(objects(archive));
                head.ifPresent(id -> assertThat(objects(archive)).contains(id));
            }
        }

        private void check(Store checked) {
            assertThat(objects(checked)).containsExactlyElementsOf(uploaded);
            assertThat(ops(checked, DOC, 0, Long.MAX_VALUE)).isEqualTo(expectedOps(1, ops));
            assertThat(checkpoint(checked, DOC).map(String::new)).isEqualTo(state);
            assertThat(checked.statistics().objects()).isEqualTo(uploaded.size());
        }

        private static List<GitId> objects(Store store) {
            return store.read(view -> {
                List<GitId> ids = new ArrayList<>();
                view.objects(TENANT, ids::add);
                return ids;
            });
        }
    }
}
