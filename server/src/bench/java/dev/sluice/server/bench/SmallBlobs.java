package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;
import dev.sluice.server.bench.client.RestCall;
import dev.sluice.server.bench.client.RestEncoding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Attachment blobs of 1 KB, all different, uploaded and fetched over a few connections as fast as they go.
 *
 * <p>They go by in batches, for a while before they are measured, so that no server is timed while it is still being
 * compiled. Requests are encoded before the clock starts.
 *
 * <p>Immutable.
 *
 * @param batch how many are encoded, and then sent, at a time
 */
record SmallBlobs(RestEncoding encoding, int batch, Pace pace) implements Scenario {
    private static final int CONNECTIONS = 6;
    private static final int BYTES = 1024;

    @Override
    public String name() {
        return "Blobs of 1 KB";
    }

    @Override
    public void measure(Server server, Results results) {
        String document = RestPool.createDocuments(server, 1).get(0);
        try (RestPool rest = RestPool.open(server, encoding, document, CONNECTIONS)) {
            SplittableRandom random = new SplittableRandom();
            List<String> ids = new ArrayList<>();
            measure(server, "upload", results, () -> uploads(rest, random), calls -> ids.addAll(upload(rest, calls)));
            Iterator<List<RestCall>> downloads = downloads(rest, ids);
            measure(server, "download", results, downloads::next, calls -> download(rest, calls));
        }
    }

    private void measure(
            Server server,
            String direction,
            Results results,
            Supplier<List<RestCall>> batches,
            Consumer<List<RestCall>> send) {
        double seconds = 0;
        double cpu = 0;
        Turns turns = pace.turns();
        while (turns.next()) {
            List<RestCall> calls = batches.get();
            Window window = Window.open(server);
            send.accept(calls);
            Window.Reading reading = window.read();
            if (turns.isMeasured()) {
                seconds += reading.seconds();
                cpu += reading.serverCpu();
            }
        }
        double count = (double) turns.measured() * batch;
        results.add(new Metric(name(), direction + "s", Unit.PER_SECOND), count / seconds);
        results.add(new Metric(name(), "server CPU per " + direction, Unit.MICROSECONDS), cpu * 1e6 / count);
    }

    private static List<String> upload(RestPool rest, List<RestCall> uploads) {
        return rest.map(uploads, (connection, call) -> connection.upload(call));
    }

    private static void download(RestPool rest, List<RestCall> downloads) {
        rest.map(downloads, (connection, call) -> connection.download(call));
    }

    private List<RestCall> uploads(RestPool rest, SplittableRandom random) {
        return Stream.generate(() -> {
                    byte[] content = new byte[BYTES];
                    random.nextBytes(content);
                    return rest.first().bytesUpload(content);
                })
                .limit(batch)
                .toList();
    }

    /** All ids over and over, for nothing but the processor's caches remembers a blob that was fetched. */
    private Iterator<List<RestCall>> downloads(RestPool rest, List<String> ids) {
        return IntStream.iterate(0, from -> from + batch)
                .mapToObj(from -> IntStream.range(from, from + batch)
                        .mapToObj(i -> rest.first().blobDownload(ids.get(i % ids.size())))
                        .toList())
                .iterator();
    }
}
