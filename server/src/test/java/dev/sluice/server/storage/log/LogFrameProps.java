package dev.sluice.server.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.Mutation.AppendOps;
import dev.sluice.server.storage.Mutation.PutCheckpoint;
import dev.sluice.server.storage.Mutation.PutObject;
import dev.sluice.server.storage.StoreFixture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LogFrameProps {
    @Property(tries = 200)
    void frame_readBack_isWhatWasWritten(
            @ForAll("changes") List<Mutation> changes, @ForAll long generation, @ForAll int previous) {
        ByteBuffer bytes = write(generation, previous, changes);
        LogFrame frame = LogFrame.read(bytes, previous).orElseThrow();

        assertThat(frame.generation()).isEqualTo(generation);
        assertThat(frame.bytes()).isEqualTo(bytes.limit());
        assertThat(frame.checksum()).isEqualTo(bytes.getInt(0));
        assertThat(frame.changes())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(changes);
        assertThat(bytes.position()).isZero();
    }

    @Property(tries = 30)
    void frame_tornAtAnyByte_isNone(@ForAll("changes") List<Mutation> changes) {
        ByteBuffer bytes = write(7, 0, changes);
        for (int kept = 0; kept < bytes.limit(); kept++) {
            assertThat(LogFrame.read(bytes.slice(0, kept), 0)).isEmpty();
            // A frame that ends with zeros lost nothing where only those are missing from a file of zeros.
            ByteBuffer torn = zeroedFrom(bytes, kept);
            assertThat(LogFrame.read(torn, 0).isPresent()).isEqualTo(torn.equals(bytes));
        }
    }

    @Property(tries = 200)
    void frame_withAnyBitFlipped_isNone(
            @ForAll("changes") List<Mutation> changes, @ForAll @IntRange(max = 1 << 20) int bit) {
        ByteBuffer bytes = write(7, 0, changes);
        int at = bit % (bytes.limit() * Byte.SIZE);
        bytes.put(at / Byte.SIZE, (byte) (bytes.get(at / Byte.SIZE) ^ (1 << (at % Byte.SIZE))));
        assertThat(LogFrame.read(bytes, 0)).isEmpty();
    }

    @Property(tries = 50)
    void frame_behindAnotherThanItFollowed_isNone(
            @ForAll("changes") List<Mutation> changes, @ForAll int previous, @ForAll int other) {
        Optional<LogFrame> read = LogFrame.read(write(7, previous, changes), other);
        assertThat(read.isPresent()).isEqualTo(previous == other);
    }

    @Provide
    Arbitrary<List<Mutation>> changes() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<TenantId> tenants =
                Arbitraries.of("acme", "Größe", "t".repeat(TenantId.MAX_LENGTH)).map(TenantId::new);
        Arbitrary<DocumentKey> keys = Combinators.combine(
                        tenants, Arbitraries.of("d", "Ähre", "d".repeat(DocumentId.MAX_LENGTH)))
                .as((tenant, id) -> new DocumentKey(tenant, new DocumentId(id)));
        Arbitrary<Mutation> object = Combinators.combine(tenants, Arbitraries.of(GitObjectType.values()), bytes)
                .as((tenant, type, body) -> new PutObject(tenant, GitHash.of(type, body), type, body));
        Arbitrary<Mutation> ops = Combinators.combine(
                        keys,
                        Arbitraries.longs().greaterOrEqual(0),
                        bytes.list().ofMinSize(1).ofMaxSize(4))
                .as(AppendOps::new);
        Arbitrary<Mutation> checkpoint = Combinators.combine(keys, bytes).as(PutCheckpoint::new);
        return Arbitraries.oneOf(object, ops, checkpoint).list().ofMinSize(1).ofMaxSize(4);
    }

    @Example
    void frame_ofObjects_isAsInFormat2() {
        byte[] body = "body".getBytes(StandardCharsets.UTF_8);
        GitId id = GitHash.of(GitObjectType.BLOB, body);
        ByteBuffer expected = ByteBuffer.allocate(24 + 2 + 4 + 20 + 1 + 4 + 4);
        expected.putInt(0).putInt(expected.capacity()).putLong(7).putInt(5).putInt(1);
        expected.putShort((short) 4).put("acme".getBytes(StandardCharsets.UTF_8));
        id.write(expected);
        expected.put(GitObjectType.BLOB.code()).putInt(4).put(body);
        CRC32C crc = new CRC32C();
        crc.update(expected.array(), Integer.BYTES, expected.capacity() - Integer.BYTES);
        expected.putInt(0, (int) crc.getValue()).flip();

        assertThat(write(7, 5, List.of(new PutObject(new TenantId("acme"), id, GitObjectType.BLOB, body))))
                .isEqualTo(expected);
    }

    @Example
    void frame_ofWhatOnlyLmdbCanDo_isRefused() {
        Mutation create = StoreFixture.newDocument(StoreFixture.DOC);
        assertThatThrownBy(() -> LogFrame.size(List.of(create)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CreateDocument");
        assertThatThrownBy(() -> LogFrame.write(7, 0, List.of(create), ByteBuffer.allocate(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CreateDocument");
    }

    private static ByteBuffer write(long generation, int previous, List<Mutation> changes) {
        ByteBuffer bytes = ByteBuffer.allocate((int) LogFrame.size(changes));
        LogFrame.write(generation, previous, changes, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.flip();
    }

    private static ByteBuffer zeroedFrom(ByteBuffer bytes, int kept) {
        return ByteBuffer.allocate(bytes.limit()).put(bytes.slice(0, kept)).clear();
    }
}
