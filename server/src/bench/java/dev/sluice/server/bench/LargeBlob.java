package dev.sluice.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.server.bench.Metric.Unit;
import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.HttpBody;
import dev.sluice.server.bench.client.HttpReply;
import dev.sluice.server.bench.client.RestCall;
import dev.sluice.server.bench.client.RestEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One attachment blob that is larger than any buffer should be, uploaded, fetched in both forms and compared.
 *
 * <p>What counts is the server's peak of resident memory: a server that streams stays where it was.
 *
 * <p>Immutable.
 */
record LargeBlob(RestEncoding encoding, long bytes) implements Scenario {
    private static final String PLACE = "PLACE0OF0TEXT";

    @Override
    public String name() {
        return "Blob of " + (bytes >> 20) + " MiB";
    }

    @Override
    public void measure(Server server, Results results) {
        String document = RestPool.createDocuments(server, 1).get(0);
        try (FluidRest rest = new FluidRest(server.service(), encoding, document)) {
            LargeText text = text(rest.base64Upload(PLACE));
            RestCall sample = rest.base64Upload(PLACE);
            String id = text.gitId();
            double before = server.meter().residentBytes();
            server.meter().resetPeak();
            upload(rest, new RestCall(sample.method(), sample.path(), sample.headers(), text), id, results);
            results.add(new Metric(name(), "resident before", Unit.MEBIBYTES), before / 1048576);
            peak(server, "upload", results);
            download(rest.blobDownload(id), rest, "download in base64", results);
            String fetched = download(rest.rawBlobDownload(id), rest, "download raw", results);
            peak(server, "download", results);
            if (!fetched.equals(text.contentDigest())) {
                throw new IllegalStateException("blob " + id + " came back with other bytes than were uploaded");
            }
        }
    }

    private LargeText text(RestCall sample) {
        try {
            HttpBody body = Objects.requireNonNull(sample.body());
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            body.writeTo(written);
            String whole = written.toString(ISO_8859_1);
            int place = whole.indexOf(PLACE);
            return new LargeText(
                    body.contentType(), whole.substring(0, place), whole.substring(place + PLACE.length()), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void upload(FluidRest rest, RestCall call, String expected, Results results) {
        long start = System.nanoTime();
        String id = rest.upload(call);
        report("upload", start, results);
        if (!id.equals(expected)) {
            throw new IllegalStateException("blob was stored under " + id + ", expected " + expected);
        }
    }

    /** Returns the digest of the answer's body. */
    private String download(RestCall call, FluidRest rest, String direction, Results results) {
        long start = System.nanoTime();
        HttpReply reply = rest.send(call).succeeded();
        MessageDigest digest = LargeText.sha1();
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream body = reply.body();
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(direction, e);
        }
        report(direction, start, results);
        return HexFormat.of().formatHex(digest.digest());
    }

    private void report(String direction, long start, Results results) {
        double seconds = (System.nanoTime() - start) / 1e9;
        results.add(new Metric(name(), direction, Unit.MEGABYTES_PER_SECOND), bytes / 1e6 / seconds);
    }

    private void peak(Server server, String direction, Results results) {
        double peak = server.meter().peakResidentBytes() / 1048576.0;
        results.add(new Metric(name(), "resident at most, after " + direction, Unit.MEBIBYTES), peak);
    }
}
