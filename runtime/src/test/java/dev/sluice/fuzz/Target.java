package dev.sluice.fuzz;

import dev.sluice.container.batch.Lz4Fuzz;
import dev.sluice.datastore.OpsFuzz;
import dev.sluice.dds.mergetree.StringSnapshotFuzz;
import dev.sluice.driver.http.FrameFuzz;
import dev.sluice.driver.http.SnapshotFuzz;
import dev.sluice.protocol.json.CodecFuzz;
import java.util.Locale;

/** Where hostile input comes in. */
enum Target {
    OPS,
    SNAPSHOT,
    LZ4,
    CODEC,
    STRING_SNAPSHOT,
    FRAME;

    void feed(byte[] input) {
        switch (this) {
            case OPS -> OpsFuzz.fuzzerTestOneInput(input);
            case SNAPSHOT -> SnapshotFuzz.fuzzerTestOneInput(input);
            case LZ4 -> Lz4Fuzz.fuzzerTestOneInput(input);
            case CODEC -> CodecFuzz.fuzzerTestOneInput(input);
            case STRING_SNAPSHOT -> StringSnapshotFuzz.fuzzerTestOneInput(input);
            case FRAME -> FrameFuzz.fuzzerTestOneInput(input);
        }
    }

    /** The class that a fuzzer is told to run. */
    String className() {
        Class<?> type = switch (this) {
            case OPS -> OpsFuzz.class;
            case SNAPSHOT -> SnapshotFuzz.class;
            case LZ4 -> Lz4Fuzz.class;
            case CODEC -> CodecFuzz.class;
            case STRING_SNAPSHOT -> StringSnapshotFuzz.class;
            case FRAME -> FrameFuzz.class;
        };
        return type.getName();
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
