package dev.sluice.server.crash;

import dev.sluice.protocol.git.GitHash;
import dev.sluice.protocol.git.GitObjectType;
import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import dev.sluice.server.bench.client.ServiceAddress;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Uploads of attachment blobs, most of them small and some kept in files of their own, and new documents now and then.
 *
 * <p>Confined to the thread that runs it.
 */
final class RestLoad implements Runnable {
    /** Blobs larger than this get a file of their own. */
    static final int LARGE_BYTES = 128 * 1024;

    private static final int ONE_IN_LARGE = 8;
    private static final int ONE_IN_DOCUMENTS = 12;
    private static final int PAUSE_MS = 3;

    private final ServiceAddress service;
    private final Ledger ledger;
    private final Crash crash;
    private final String document;
    private final Consumer<String> created;
    private final SplittableRandom random;

    RestLoad(
            ServiceAddress service,
            Ledger ledger,
            Crash crash,
            String document,
            Consumer<String> created,
            SplittableRandom random) {
        this.service = service;
        this.ledger = ledger;
        this.crash = crash;
        this.document = document;
        this.created = created;
        this.random = random;
    }

    @Override
    public void run() {
        try (FluidRest blobs = new FluidRest(service, RestEncoding.PLAIN, document);
                FluidRest documents = new FluidRest(service, RestEncoding.RESTLESS, "")) {
            while (!crash.comesWithin(random.nextInt(PAUSE_MS + 1))) {
                if (random.nextInt(ONE_IN_DOCUMENTS) == 0) {
                    String id = documents.createDocument();
                    ledger.document(id);
                    created.accept(id);
                } else {
                    upload(blobs);
                }
            }
        }
    }

    private void upload(FluidRest rest) {
        int length = random.nextInt(ONE_IN_LARGE) == 0
                ? random.nextInt(LARGE_BYTES + 1, 3 * LARGE_BYTES)
                : random.nextInt(4_000);
        byte[] content = new byte[length];
        random.nextBytes(content);
        String sha = rest.upload(rest.bytesUpload(content));
        if (!sha.equals(GitHash.of(GitObjectType.BLOB, content).toHex())) {
            throw new AssertionError("a blob of " + length + " bytes was stored as " + sha);
        }
        ledger.blob(sha);
    }
}
