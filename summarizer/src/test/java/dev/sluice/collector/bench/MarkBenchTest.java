package dev.sluice.collector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.collector.bench.generate.GeneratedGraph;
import dev.sluice.collector.bench.generate.GeneratedGraph.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is also right, and small; how fast it is is not tested. */
class MarkBenchTest {
    @TempDir
    private Path folder = Path.of("");

    private GraphFile file(Kind kind) throws IOException {
        GeneratedGraph graph = GeneratedGraph.of(kind, 2001, 1);
        Path prefix = folder.resolve("graph");
        graph.write(prefix);
        if (kind == Kind.FLUID) {
            graph.writeNames(prefix);
        }
        return GraphFile.read(prefix);
    }

    @Test
    void graphWithNames_givesAllFigures() throws IOException {
        List<Figure> figures = new ArrayList<>();
        new MarkBench(file(Kind.FLUID), 1).run(figures::add);
        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "sluice-mark",
                        "sluice-build-from-strings",
                        "sluice-full-run",
                        "sluice-change-1",
                        "sluice-change-100");
        assertThat(figures).allMatch(figure -> figure.ms() > 0);
        assertThat(figures.get(0).line())
                .matches("RESULT sluice-mark n=2001 edges=\\d+ ms=[0-9.]+ Medges/s=[0-9.]+ ns/node=[0-9.]+ "
                        + "bytes/node=[0-9.]+");
    }

    @Test
    void fluidGraph_takesAtMost24BytesANode() throws IOException {
        List<Figure> figures = new ArrayList<>();
        new MarkBench(file(Kind.FLUID), 1).run(figures::add);
        assertThat((double) figures.get(0).bytes() / figures.get(0).nodes()).isLessThan(18);
    }

    @Test
    void graphWithoutNames_isMarkedOnly() throws IOException {
        List<Figure> figures = new ArrayList<>();
        new MarkBench(file(Kind.CHAIN), 1).run(figures::add);
        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly("sluice-mark", "sluice-change-1", "sluice-change-100");
    }

    @Test
    void otherCountInTheHeader_fails() throws IOException {
        GraphFile file = file(Kind.RANDOM);
        GraphHeader header = file.header();
        GraphHeader other = new GraphHeader(
                header.nodes(), header.edges(), header.roots(), 1, 1, header.reachable(), header.sum() + 1);
        MarkBench bench = new MarkBench(new GraphFile(other, file.roots(), file.edges(), file.names()), 1);
        assertThatExceptionOfType(MarkBench.WrongResultException.class)
                .isThrownBy(() -> bench.run(figure -> {}))
                .withMessageContaining("the file expects");
    }

    @Test
    void noRuns_areRefused() throws IOException {
        GraphFile file = file(Kind.CHAIN);
        assertThatIllegalArgumentException().isThrownBy(() -> new MarkBench(file, 0));
    }
}
