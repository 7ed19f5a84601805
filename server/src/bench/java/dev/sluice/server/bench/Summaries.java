package dev.sluice.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.bench.Metric.Unit;
import dev.sluice.server.bench.client.RestCall;
import dev.sluice.server.bench.client.RestEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * A summary of 1 MB is uploaded, proposed and acked; then the document is loaded as a client that has nothing loads it.
 *
 * <p>Summaries go by for a while before they are measured, so that no server is timed while it is still being compiled.
 * Requests are encoded before the clock starts, and answers to downloads are read but not decoded: what is timed is the
 * server, as far as a client can time it.
 *
 * <p>Immutable.
 */
record Summaries(RestEncoding encoding, Pace pace) implements Scenario {
    /** As many as a browser opens to one host. */
    private static final int CONNECTIONS = 6;

    @Override
    public String name() {
        return "Summary of 1 MB";
    }

    @Override
    public void measure(Server server, Results results) {
        String document = RestPool.createDocuments(server, 1).get(0);
        try (RestPool rest = RestPool.open(server, encoding, document, CONNECTIONS);
                SummarizerClient summarizer = new SummarizerClient(server, document)) {
            upload(server, rest, summarizer, document, results);
            load(server, rest, document, results);
        }
    }

    private void upload(Server server, RestPool rest, SummarizerClient summarizer, String document, Results results) {
        SplittableRandom seeds = new SplittableRandom();
        Histogram uploads = new Histogram(3);
        Histogram whole = new Histogram(3);
        double cpu = 0;
        Turns turns = pace.turns();
        while (turns.next()) {
            String head = rest.first().newestCommit(document).path("sha").asText();
            List<RestCall> calls = SummaryContent.of(seeds.nextLong()).blobs().stream()
                    .map(rest.first()::textUpload)
                    .toList();
            Window window = Window.open(server);
            long start = System.nanoTime();
            String tree = upload(rest, calls);
            long uploaded = System.nanoTime();
            summarizer.summarize(tree, head);
            long acked = System.nanoTime();
            if (turns.isMeasured()) {
                uploads.recordValue(uploaded - start);
                whole.recordValue(acked - start);
                cpu += window.read().serverCpu();
            }
        }
        results.add(new Metric(name(), "upload, median", Unit.MEGABYTES_PER_SECOND), megabytesPerSecond(uploads));
        results.add(new Metric(name(), "upload until ack, median", Unit.MILLISECONDS), milliseconds(whole));
        results.add(new Metric(name(), "server CPU per upload", Unit.MILLISECONDS), cpu * 1e3 / turns.measured());
    }

    /** Returns the id of a tree as a runtime's is: the data structures' blobs in a tree below the root. */
    private static String upload(RestPool rest, List<RestCall> blobs) {
        List<String> ids = rest.map(blobs, (connection, call) -> connection.upload(call));
        String channels = rest.first().upload(rest.first().treeUpload(SummaryContent.treeEntries(ids)));
        return rest.first()
                .upload(rest.first()
                        .treeUpload("[{\"mode\":\"040000\",\"path\":\".channels\",\"sha\":\"" + channels
                                + "\",\"type\":\"tree\"}]"));
    }

    private void load(Server server, RestPool rest, String document, Results results) {
        Histogram loads = new Histogram(3);
        double cpu = 0;
        Turns turns = pace.turns();
        while (turns.next()) {
            Window window = Window.open(server);
            long start = System.nanoTime();
            load(rest, document);
            long loaded = System.nanoTime();
            if (turns.isMeasured()) {
                loads.recordValue(loaded - start);
                cpu += window.read().serverCpu();
            }
        }
        results.add(new Metric(name(), "load, median", Unit.MEGABYTES_PER_SECOND), megabytesPerSecond(loads));
        results.add(new Metric(name(), "load, median", Unit.MILLISECONDS), milliseconds(loads));
        results.add(new Metric(name(), "server CPU per load", Unit.MILLISECONDS), cpu * 1e3 / turns.measured());
    }

    private static void load(RestPool rest, String document) {
        String root = rest.first()
                .newestCommit(document)
                .path("commit")
                .path("tree")
                .path("sha")
                .asText();
        List<RestCall> blobs = new ArrayList<>();
        for (JsonNode entry : rest.first().tree(root).path("tree")) {
            if (entry.path("type").asText().equals("blob")) {
                blobs.add(rest.first().blobDownload(entry.path("sha").asText()));
            }
        }
        int bytes = rest.map(blobs, (connection, call) -> connection.download(call)).stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (bytes < SummaryContent.BYTES) {
            throw new IllegalStateException("document " + document + " loaded with " + bytes
                    + " bytes of blobs, expected at least " + SummaryContent.BYTES);
        }
    }

    private static double megabytesPerSecond(Histogram nanos) {
        return SummaryContent.BYTES / 1e6 / (nanos.getValueAtPercentile(50) / 1e9);
    }

    private static double milliseconds(Histogram nanos) {
        return nanos.getValueAtPercentile(50) / 1e6;
    }
}
