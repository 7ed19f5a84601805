package dev.sluice.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.collector.bench.generate.GeneratedGraph;
import dev.sluice.collector.bench.generate.GeneratedGraph.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Graph files: written and read again, and refused with a reason. */
class GraphFileTest {
    private static final int ROOT = GraphHeader.LENGTH;
    private static final int OFFSETS = ROOT + 4;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void writtenGraph_isReadAgain(Kind kind) throws IOException {
        GeneratedGraph graph = GeneratedGraph.of(kind, 1000, 3);
        graph.write(prefix());
        GraphFile read = GraphFile.read(prefix());
        assertThat(read.header()).isEqualTo(graph.header());
        assertThat(read.roots()).isEqualTo(graph.roots());
        assertThat(read.names()).isEqualTo(Optional.empty());
        for (int node = 0; node < read.edges().nodes(); node++) {
            assertThat(read.edges().degree(node)).isEqualTo(graph.edges().degree(node));
            for (int i = 0; i < read.edges().degree(node); i++) {
                assertThat(read.edges().target(node, i)).isEqualTo(graph.edges().target(node, i));
            }
        }
    }

    /** Programs in other languages were measured with these very files. */
    @ParameterizedTest
    @CsvSource({
        "FLUID,  c456a9e05844c0ba",
        "RANDOM, 877748c5ec847ecc",
        "CHAIN,  31acf537aaaf54ca",
    })
    void generator_givesTheSameFileForEver(Kind kind, String digest) throws Exception {
        GeneratedGraph.of(kind, 1000, 1).write(prefix());
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file()));
        assertThat(HexFormat.of().formatHex(sha, 0, 8)).isEqualTo(digest);
    }

    @Test
    void fluidShape_isAFifthGarbage_andNamed() throws IOException {
        GeneratedGraph graph = GeneratedGraph.of(Kind.FLUID, 40_001, 1);
        assertThat(graph.header().nodes()).isEqualTo(40_001);
        assertThat(graph.header().reachable()).isEqualTo(32_001);
        graph.write(prefix());
        graph.writeNames(prefix());
        List<String> names = GraphFile.read(prefix()).names().orElseThrow();
        assertThat(names).doesNotHaveDuplicates().hasSize(40_001).startsWith("/");
        assertThat(names.get(1)).matches("/[0-9a-f-]{36}");
        assertThat(names.get(2)).isEqualTo(names.get(1) + "/root");
        assertThat(names.get(3)).startsWith(names.get(1) + "/").hasSize(74);
    }

    @Test
    void missingFile_isNamed() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> GraphFile.read(prefix()))
                .withMessageContaining("graph.slg");
    }

    @Test
    void damagedFile_isRefusedWithWhatIsWrong() throws IOException {
        GeneratedGraph graph = GeneratedGraph.of(Kind.RANDOM, 10, 1);
        graph.write(prefix());
        byte[] good = Files.readAllBytes(file());
        int lastOffset = OFFSETS + 4 * 10;
        refuses(Arrays.copyOf(good, 63), "has 63 bytes, expected a header of 64");
        refuses(Arrays.copyOf(good, good.length - 1), "has " + (good.length - 1) + " bytes, expected " + good.length);
        refuses(Arrays.copyOf(good, good.length + 4), "expected " + good.length);
        refuses(with(good, 0, 0x47464953), "is no graph file");
        refuses(with(good, 4, 2), "has version 2, expected 1");
        refuses(with(good, 12, 1), "says that it has 4294967306 nodes");
        refuses(with(good, 16, -1), "says that it has 4294967295 edges");
        refuses(with(good, ROOT, 10), "has the root 10, expected less than 10");
        refuses(with(good, lastOffset, 51), "has offsets that end at 51, expected 50");
        refuses(with(good, OFFSETS, 1), "offsets do not begin with 0");
        refuses(with(good, OFFSETS + 4, 11), "the edges of node 1 end at 10, before they begin at 11");
        refuses(with(good, lastOffset + 4, 10), "edge 0 leads to node 10, expected less than 10");
        refuses(with(good, lastOffset + 4, -1), "edge 0 leads to node 4294967295");
    }

    @Test
    void namesOfAnotherGraph_areRefused() throws IOException {
        GeneratedGraph.of(Kind.RANDOM, 10, 1).write(prefix());
        Files.write(Path.of(prefix() + ".names"), List.of("/"));
        assertThatExceptionOfType(GraphFileException.class)
                .isThrownBy(() -> GraphFile.read(prefix()))
                .withMessageContaining("has 1 lines, expected 10");
    }

    private void refuses(byte[] bytes, String problem) throws IOException {
        Files.write(file(), bytes);
        assertThatExceptionOfType(GraphFileException.class)
                .isThrownBy(() -> GraphFile.read(prefix()))
                .withMessageContaining(file().toString())
                .withMessageContaining(problem);
    }

    private static byte[] with(byte[] bytes, int at, int number) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return changed;
    }

    private Path prefix() {
        return folder.resolve("graph");
    }

    private Path file() {
        return folder.resolve("graph.slg");
    }
}
