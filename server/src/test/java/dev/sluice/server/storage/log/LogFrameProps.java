package dev.sluice.server.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.storage.Mutation.PutObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LogFrameProps {
    @Property(tries = 200)
    void frame_readBack_isWhatWasWritten(
            @ForAll("objects") List<PutObject> objects, @ForAll long generation, @ForAll int previous) {
        ByteBuffer bytes = write(generation, previous, objects);
        LogFrame frame = LogFrame.read(bytes, previous).orElseThrow();

        assertThat(frame.generation()).isEqualTo(generation);
        assertThat(frame.bytes()).isEqualTo(bytes.limit());
        assertThat(frame.checksum()).isEqualTo(bytes.getInt(0));
        assertThat(frame.objects())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(objects);
        assertThat(bytes.position()).isZero();
    }

    @Property(tries = 30)
    void frame_tornAtAnyByte_isNone(@ForAll("objects") List<PutObject> objects) {
        ByteBuffer bytes = write(7, 0, objects);
        for (int kept = 0; kept < bytes.limit(); kept++) {
            assertThat(LogFrame.read(bytes.slice(0, kept), 0)).isEmpty();
            // A frame that ends with zeros lost nothing where only those are missing from a file of zeros.
            ByteBuffer torn = zeroedFrom(bytes, kept);
            assertThat(LogFrame.read(torn, 0).isPresent()).isEqualTo(torn.equals(bytes));
        }
    }

    @Property(tries = 200)
    void frame_withAnyBitFlipped_isNone(
            @ForAll("objects") List<PutObject> objects, @ForAll @IntRange(max = 1 << 20) int bit) {
        ByteBuffer bytes = write(7, 0, objects);
        int at = bit % (bytes.limit() * Byte.SIZE);
        bytes.put(at / Byte.SIZE, (byte) (bytes.get(at / Byte.SIZE) ^ (1 << (at % Byte.SIZE))));
        assertThat(LogFrame.read(bytes, 0)).isEmpty();
    }

    @Property(tries = 50)
    void frame_behindAnotherThanItFollowed_isNone(
            @ForAll("objects") List<PutObject> objects, @ForAll int previous, @ForAll int other) {
        Optional<LogFrame> read = LogFrame.read(write(7, previous, objects), other);
        assertThat(read.isPresent()).isEqualTo(previous == other);
    }

    @Provide
    Arbitrary<List<PutObject>> objects() {
        Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Combinators.combine(
                        Arbitraries.of("acme", "Größe", "t".repeat(TenantId.MAX_LENGTH)),
                        Arbitraries.of(GitObjectType.values()),
                        bodies)
                .as((tenant, type, body) -> new PutObject(new TenantId(tenant), GitHash.of(type, body), type, body))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static ByteBuffer write(long generation, int previous, List<PutObject> objects) {
        ByteBuffer bytes = ByteBuffer.allocate((int) LogFrame.size(objects));
        LogFrame.write(generation, previous, objects, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.flip();
    }

    private static ByteBuffer zeroedFrom(ByteBuffer bytes, int kept) {
        return ByteBuffer.allocate(bytes.limit()).put(bytes.slice(0, kept)).clear();
    }
}
