package dev.sluice.server.bench;

import java.util.List;
import java.util.stream.Stream;

/** What is measured, each scenario on a server of its own. */
final class Suite {

    /** What may be asked for by itself. */
    enum Part {
        ops,
        latency,
        storage,
        memory,
        large
    }

    private final SuiteOptions options;

    Suite(SuiteOptions options) {
        this.options = options;
    }

    List<Scenario> scenarios() {
        return options.parts().stream().flatMap(this::scenarios).toList();
    }

    private Stream<Scenario> scenarios(Part part) {
        return switch (part) {
            case ops ->
                Stream.of(oneDocument(1), manyDocuments(1), oneDocument(100), manyDocuments(100))
                        .map(shape -> new Throughput(shape, options.inFlight(shape), options.pace()));
            case latency ->
                Stream.of(oneDocument(1), manyDocuments(1))
                        .map(shape -> new FixedRate(shape, options.rate(), options.slowPace()));
            case storage ->
                Stream.of(
                        new Summaries(options.encoding(), options.pace()),
                        new SmallBlobs(options.encoding(), options.batchOfBlobs(), options.pace()));
            case memory -> Stream.of(new Memory(options.population(), options.settle()));
            case large -> Stream.of(new LargeBlob(options.encoding(), options.largeBytes()));
        };
    }

    private static Shape oneDocument(int batch) {
        return new Shape(1, 10, batch);
    }

    private Shape manyDocuments(int batch) {
        return new Shape(options.documents(), 2, batch);
    }
}
