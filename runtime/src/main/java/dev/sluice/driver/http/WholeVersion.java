package dev.sluice.driver.http;

import dev.sluice.driver.BlobReader;
import dev.sluice.driver.Snapshot;
import java.io.IOException;
import java.io.InputStream;

/**
 * A version in the form in which services send it whole (SVC §1.11), for drivers that get it in another way than over the network.
 *
 * @since 0.1
 */
public final class WholeVersion {
    private WholeVersion() {}

    /**
     * Reads a version.
     *
     * @param json the service's answer; closed by this
     * @param others reads blobs that did not come along
     * @throws IOException if it is malformed
     */
    public static Snapshot read(InputStream json, BlobReader others) throws IOException {
        return SummaryAnswer.snapshot(json, others);
    }
}
