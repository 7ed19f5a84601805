package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.ordering.StoredState;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.StoreFinding;
import dev.sluice.server.storage.StoreVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Has a whole store verified and tells what was found, in lines; confined to one thread, use once. */
final class Verification {
    private final Backups.ProgressLines progress;
    private final StoreVerifier verifier;
    private long documents;
    private long ops;
    private long objects;

    private Verification(Store store, Lines lines) {
        long expected = store.statistics().objects();
        this.progress = new Backups.ProgressLines("objects", lines);
        this.verifier =
                new StoreVerifier(store, StoredState::lastSequenceNumber, (seenDocuments, seenOps, seenObjects) -> {
                    documents = seenDocuments;
                    ops = seenOps;
                    objects = seenObjects;
                    update(expected);
                });
    }

    /** Tells of every damage in a line of its own, and in the last line how much was looked at and found. */
    static void run(Store store, Lines lines) throws IOException {
        try {
            new Verification(store, lines).report(lines);
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private void report(Lines lines) throws IOException {
        List<StoreFinding> findings = verifier.verify();
        for (StoreFinding finding : findings) {
            ObjectNode line = Json.object();
            line.put("damage", finding.describe());
            lines.line(Json.bytes(line));
        }
        ObjectNode verdict = Json.object();
        verdict.putObject("verdict")
                .put("sound", findings.isEmpty())
                .put("documents", documents)
                .put("ops", ops)
                .put("objects", objects)
                .put("damages", findings.size());
        lines.line(Json.bytes(verdict));
    }

    /** Objects that nothing names any more are not looked at, so the end may come before the expected number. */
    private void update(long expected) {
        try {
            progress.update(objects, Math.max(expected, objects));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
