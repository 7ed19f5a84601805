package dev.sluice.server.bench;

import dev.sluice.server.bench.Metric.Unit;
import dev.sluice.server.bench.client.RestCall;
import dev.sluice.server.bench.client.RestEncoding;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Attachment blobs of 1 KB, all different, uploaded and fetched over a few connections as fast as they go.
 *
 * <p>As many go before as are measured, so that no server is timed while it is still being compiled.
 *
 * <p>Immutable.
 */
record SmallBlobs(RestEncoding encoding, int count) implements Scenario {
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
            download(rest, upload(rest, uploads(rest, random)));

            List<RestCall> uploads = uploads(rest, random);
            Window uploading = Window.open(server);
            List<String> ids = upload(rest, uploads);
            report("upload", uploading.read(), results);
            Window downloading = Window.open(server);
            download(rest, ids);
            report("download", downloading.read(), results);
        }
    }

    private static List<String> upload(RestPool rest, List<RestCall> uploads) {
        return rest.map(uploads, (connection, call) -> connection.upload(call));
    }

    private static void download(RestPool rest, List<String> ids) {
        rest.map(ids, (connection, id) -> connection.download(connection.blobDownload(id)));
    }

    private List<RestCall> uploads(RestPool rest, SplittableRandom random) {
        return Stream.generate(() -> {
                    byte[] content = new byte[BYTES];
                    random.nextBytes(content);
                    return rest.first().bytesUpload(content);
                })
                .limit(count)
                .toList();
    }

    private void report(String direction, Window.Reading reading, Results results) {
        results.add(new Metric(name(), direction + "s", Unit.PER_SECOND), reading.perSecond(count));
        results.add(
                new Metric(name(), "server CPU per " + direction, Unit.MICROSECONDS), reading.serverMicrosPer(count));
    }
}
