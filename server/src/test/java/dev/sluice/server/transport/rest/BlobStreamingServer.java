package dev.sluice.server.transport.rest;

import dev.sluice.server.storage.lmdb.LmdbOptions;
import dev.sluice.server.storage.lmdb.LmdbStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** A server in a process of its own, with a store on disk: prints its port and ends with its standard input. */
final class BlobStreamingServer {
    private BlobStreamingServer() {}

    public static void main(String[] arguments) throws IOException {
        LmdbOptions options = LmdbOptions.in(Path.of(arguments[0])).withMapBytes(16 << 20, 64 << 20);
        PrintStream out = System.out;
        try (LmdbStore store = LmdbStore.open(options);
                RestHarness rest = new RestHarness(
                        new RestSettings(RestLimits.DEFAULTS, ServiceUrls.FROM_REQUEST, Duration.ZERO), store)) {
            out.println("port " + rest.base.getPort() + " token " + rest.token(rest.create()));
            out.flush();
            while (System.in.read() >= 0) {
                // Until the test closes its end.
            }
            out.println("heap " + Runtime.getRuntime().maxMemory());
        }
    }
}
