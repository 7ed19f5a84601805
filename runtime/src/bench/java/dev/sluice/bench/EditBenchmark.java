package dev.sluice.bench;

import dev.sluice.datastore.DataStore;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.summary.SummaryTree;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Edits a document alone, over a service in memory: so many edits a round, and a round once the one before is acknowledged. */
final class EditBenchmark implements Benchmark {
    private static final int EDITS = 20_000;
    private static final int KEYS = 1_000;

    private final SummaryTree summary;
    private final int editsPerRound;
    private final BiFunction<DataStore, Dice, Runnable> edit;
    private @Nullable BenchClient client;
    private @Nullable OpenDocument document;

    private EditBenchmark(SummaryTree summary, int editsPerRound, BiFunction<DataStore, Dice, Runnable> edit) {
        this.summary = summary;
        this.editsPerRound = editsPerRound;
        this.edit = edit;
    }

    /** Sets keys of a map. */
    static EditBenchmark mapSets(Recording recording, int editsPerRound) throws IOException {
        return new EditBenchmark(recording.summary(), editsPerRound, EditBenchmark::set);
    }

    /** Inserts and removes up to eight characters anywhere in a text, as much of one as of the other. */
    static EditBenchmark textEdits(Recording recording, int editsPerRound) throws IOException {
        return new EditBenchmark(recording.summary(), editsPerRound, EditBenchmark::type);
    }

    private static Runnable set(DataStore store, Dice dice) {
        SharedMap map = store.channel("map", SharedMap.class);
        return () -> map.set("key" + dice.roll(KEYS), dice.roll(1_000_000));
    }

    private static Runnable type(DataStore store, Dice dice) {
        SharedString string = store.channel("string", SharedString.class);
        return () -> {
            int position = dice.roll(string.length() - 8);
            int length = 1 + dice.roll(8);
            if (dice.roll(2) == 0) {
                string.insert(position, "abcdefgh".substring(0, length));
            } else {
                string.remove(position, position + length);
            }
        };
    }

    @Override
    public void prepare() {
        close();
        LocalService service = new LocalService(InstantSource.system(), new Random(1), LocalService.Delivery.AT_ONCE);
        BenchClient made = new BenchClient(service.driver(LocalUser.editor("ada")));
        client = made;
        DocumentKey key;
        try (DocumentService created = made.services().create(BenchClient.TENANT, NewDocument.of(summary))) {
            key = created.key();
        }
        document = OpenDocument.edit(made.environment(), made.services(), key);
    }

    @Override
    public void run() {
        OpenDocument open = document();
        Runnable one = edit.apply(open.store("default"), new Dice());
        open.editByRounds(EDITS / editsPerRound, () -> {
            for (int i = 0; i < editsPerRound; i++) {
                one.run();
            }
        });
    }

    private OpenDocument document() {
        OpenDocument open = document;
        if (open == null) {
            throw new IllegalStateException("a run needs to be prepared");
        }
        return open;
    }

    @Override
    public long count() {
        return EDITS / editsPerRound * (long) editsPerRound;
    }

    @Override
    public String digest() {
        return document().digest();
    }

    /** The service is in memory for good. */
    @Override
    public boolean letServiceGo() {
        return false;
    }

    @Override
    public void clear() {
        if (document != null) {
            document.close();
            document = null;
        }
    }

    @Override
    public void close() {
        clear();
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
