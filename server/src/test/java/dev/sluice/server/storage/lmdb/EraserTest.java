package dev.sluice.server.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.StoreException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;

/** Erasure on a disk that fails: what passes is waited for, what nobody can explain is thrown on. */
class EraserTest {
    private static final int NO_SPACE = 28;
    private static final int INVALID = 22;
    private static final long DOCUMENT = 7;

    private final Env<ByteBuffer> env;
    private final ReadSlots readers;
    private final DataFile dataFile;
    private final Tables tables;
    private final Eraser eraser;
    private long nowNs = Long.MAX_VALUE - 10;
    private @Nullable LmdbException failure;

    EraserTest(@TempDir Path directory) throws IOException {
        LmdbOptions options = LmdbOptions.in(directory).withMapBytes(1 << 20, 1 << 20);
        env = Environments.openForWriting(options);
        tables = Tables.openOrCreate(env, directory);
        readers = new ReadSlots(env);
        dataFile = new DataFile(env, readers, options);
        eraser = new Eraser(this::begin, tables, dataFile, new Room(options, dataFile), () -> nowNs);
    }

    @BeforeEach
    void eraseADocument() {
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            tables.erasing().reserve(txn, new Keys().ordinal(DOCUMENT), 1).put((byte) 0);
            tables.ops().reserve(txn, new Keys().op(DOCUMENT, 1), 1).put((byte) 0);
            txn.commit();
        }
    }

    @AfterEach
    void close() throws IOException {
        dataFile.close();
        readers.close();
        env.close();
    }

    @Test
    void diskFull_isTriedAgainAfterAPause() {
        failure = failure(NO_SPACE);
        eraser.eraseSome(false);
        assertThat(eraser.hasWork()).isFalse();

        failure = null;
        nowNs += Eraser.PAUSE.toNanos() - 1;
        eraser.eraseSome(true);
        assertThat(opsLeft()).isEqualTo(1);

        nowNs += 1;
        while (eraser.hasWork()) {
            eraser.eraseSome(false);
        }
        assertThat(opsLeft()).isZero();
    }

    @Test
    void failureNobodyCanExplain_isThrownOn() {
        failure = failure(INVALID);
        assertThatThrownBy(() -> eraser.eraseSome(false)).isSameAs(failure);
    }

    @Test
    void room_diskFull_saysWhatToDo() {
        LmdbException full = failure(NO_SPACE);
        Room room = new Room(LmdbOptions.in(Path.of("store")), dataFile);
        assertThat(room.explain(full))
                .isInstanceOf(StoreException.class)
                .hasMessage("no room is left on the disk of the store in store; make room")
                .hasCause(full);
    }

    private Txn<ByteBuffer> begin() {
        if (failure != null) {
            throw failure;
        }
        return env.txnWrite();
    }

    private long opsLeft() {
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            return tables.ops().stat(txn).entries;
        }
    }

    /** As LMDB's binding reports a failed system call; nobody else can make one. */
    private static LmdbException failure(int code) {
        try {
            Constructor<LmdbNativeException> constructor =
                    LmdbNativeException.class.getDeclaredConstructor(int.class, String.class);
            constructor.setAccessible(true);
            return constructor.newInstance(code, "failed on purpose");
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError(changed.getMessage(), changed);
        }
    }
}
