package dev.sluice.server.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.PutObject;
import dev.sluice.server.storage.StoreException;
import dev.sluice.server.storage.StoreFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLogTest {
    private static final int PAGE = 4096;
    private static final int FRAME_MAX = 1 << 16;
    private static final long MAX = 1 << 18;

    @TempDir
    private Path directory;

    @Test
    void read_withoutALog_isEmpty() {
        assertThat(StoreLog.read(directory)).isEqualTo(new StoreLog.Contents(0, List.of()));
        assertThat(file()).doesNotExist();
    }

    @Test
    void read_afterAppends_hasAllInOrder() throws IOException {
        try (StoreLog log = log(5)) {
            assertThat(log.append(objects("a", 1))).isTrue();
            assertThat(log.append(objects("b", 200))).isTrue();
            assertThat(log.append(objects("c", 3))).isTrue();
        }
        assertThat(ids()).isEqualTo(ids("a", 1, "b", 200, "c", 3));
        assertThat(StoreLog.read(directory).generation()).isEqualTo(5);
    }

    @Test
    void read_afterRecycling_hasOnlyTheNewest() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("old", 200));
            log.append(objects("older", 3));
            log.recycle();
            assertThat(ids()).isEqualTo(ids("old", 200, "older", 3));

            log.append(objects("new", 2));
            assertThat(log.generation()).isEqualTo(6);
            assertThat(ids()).isEqualTo(ids("new", 2));
            assertThat(StoreLog.read(directory).generation()).isEqualTo(6);
        }
    }

    @Test
    void read_sameGenerationBegunAnew_hasNothingOfTheFirst() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("lost", 1));
            log.append(objects("stale", 1));
        }
        try (StoreLog log = log(5)) {
            log.append(objects("new", 1));
        }
        assertThat(ids()).isEqualTo(ids("new", 1));
    }

    @Test
    void read_lastFrameTornAtAnyByte_hasThoseBefore() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("a", 2));
            log.append(objects("b", 100));
        }
        byte[] whole = Files.readAllBytes(file());
        int torn = (int) LogFrame.size(objects("b", 100));
        assertThat(ids()).hasSize(102);
        for (int kept = 0; kept < torn; kept += 7) {
            byte[] rest = whole.clone();
            Arrays.fill(rest, PAGE + kept, PAGE + torn, (byte) -1);
            Files.write(file(), rest);
            assertThat(ids()).as("%s bytes kept", kept).isEqualTo(ids("a", 2));
        }
    }

    @Test
    void read_damagedFrame_hidesThoseBehind() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("a", 1));
            log.append(objects("b", 1));
            log.append(objects("c", 1));
        }
        byte[] damaged = Files.readAllBytes(file());
        damaged[PAGE + 60] ^= 1;
        Files.write(file(), damaged);
        assertThat(ids()).isEqualTo(ids("a", 1));
    }

    @Test
    void read_fileCutShort_hasWhatIsWhole() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("a", 1));
            log.append(objects("b", 1));
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, PAGE + 10));
        assertThat(ids()).isEqualTo(ids("a", 1));
        Files.write(file(), new byte[0]);
        assertThat(ids()).isEmpty();
    }

    @Test
    void read_wholeFrameOfUnknownForm_isRefused() throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(PAGE);
        LogFrame.write(5, 0, objects("a", 1), frame);
        int size = frame.position();
        frame.put(24 + 2 + 4 + 20, (byte) 99);
        CRC32C crc = new CRC32C();
        crc.update(frame.array(), 4, size - 4);
        frame.putInt(0, (int) crc.getValue());
        Files.write(file(), frame.array());

        assertThatThrownBy(() -> StoreLog.read(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("store.log")
                .hasRootCauseMessage("Git object type code 99; expected 1 to 3");
    }

    @Test
    void append_moreThanFits_doesNothing() throws IOException {
        try (StoreLog log = log(5)) {
            assertThat(log.append(objects("too large", 700))).isFalse();
            int appended = 0;
            while (log.append(objects("frame " + appended, 300))) {
                appended++;
            }
            assertThat(ids()).hasSize(300 * appended);
            assertThat(Files.size(file())).isEqualTo(MAX);

            log.recycle();
            assertThat(log.append(objects("again", 1))).isTrue();
            assertThat(ids()).isEqualTo(ids("again", 1));
        }
    }

    @Test
    void append_insideTheFile_neverMakesItLonger() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("a", 1));
            long size = Files.size(file());
            log.append(objects("b", 300));
            assertThat(Files.size(file())).isEqualTo(size);
        }
    }

    @Test
    void delete_leavesNoFile() throws IOException {
        StoreLog log = log(5);
        log.append(objects("a", 1));
        log.delete();
        assertThat(file()).doesNotExist();
        log(6).delete();
    }

    @Test
    void read_logOfFormat2_isTakenUntilThereIsAnother() throws IOException {
        try (StoreLog log = log(5)) {
            log.append(objects("older", 2));
        }
        Files.move(file(), directory.resolve("objects.log"));
        assertThat(ids()).isEqualTo(ids("older", 2));
        assertThat(StoreLog.read(directory).generation()).isEqualTo(5);

        StoreLog log = log(6);
        assertThat(ids()).isEqualTo(ids("older", 2));
        log.append(objects("newer", 1));
        assertThat(ids()).isEqualTo(ids("newer", 1));
        log.delete();
        assertThat(StoreLog.read(directory)).isEqualTo(new StoreLog.Contents(0, List.of()));
    }

    @Test
    void write_intoAnEmptyDirectory_hasJustThat() throws IOException {
        StoreLog.write(directory, 8, objects("all", 3000));
        assertThat(StoreLog.read(directory).generation()).isEqualTo(8);
        assertThat(ids()).isEqualTo(ids("all", 3000));
    }

    private StoreLog log(long generation) {
        return new StoreLog(directory, generation, FRAME_MAX, MAX);
    }

    private Path file() {
        return directory.resolve("store.log");
    }

    private List<String> ids() {
        return StoreLog.read(directory).changes().stream()
                .map(change -> ((PutObject) change).id().toHex())
                .toList();
    }

    private static List<String> ids(Object... namesAndCounts) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            objects((String) namesAndCounts[i], (Integer) namesAndCounts[i + 1])
                    .forEach(change -> ids.add(((PutObject) change).id().toHex()));
        }
        return ids;
    }

    private static List<Mutation> objects(String name, int count) {
        List<Mutation> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(StoreFixture.blob(StoreFixture.bytes("object " + i + " of " + name + " ".repeat(60))));
        }
        return objects;
    }
}
