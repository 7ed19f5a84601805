package dev.sluice.container.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The table beside one that looks through all ids. */
final class BlobTableProps {
    private static final List<String> IDS = List.of("a", "b", "c", "s", "t", "u");

    record Step(boolean isDelete, String id, String storageId) {}

    /** Some ids are both: handles of very old documents name blobs by where they are stored. */
    @Provide
    static Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, false, false), Arbitraries.of(IDS), Arbitraries.of("s", "t", "u"))
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }

    @Property
    void rt042_blobsAttachedAndSwept_areFoundAsLongAsAnIdLeadsToThem(@ForAll("steps") List<Step> steps) {
        BlobTable table = new BlobTable();
        Map<String, String> model = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step.isDelete) {
                table.delete(step.id);
                delete(model, step.id);
            } else {
                table.attach(step.id, step.storageId);
                model.put(step.id, step.storageId);
                model.put(step.storageId, step.storageId);
            }
            for (String id : IDS) {
                assertThat(table.storageId(id).orElse("none")).isEqualTo(model.getOrDefault(id, "none"));
            }
        }
    }

    private static void delete(Map<String, String> model, String id) {
        String storageId = model.remove(id);
        boolean isNamed = model.entrySet().stream()
                .anyMatch(entry ->
                        entry.getValue().equals(storageId) && !entry.getKey().equals(storageId));
        if (storageId != null && !isNamed) {
            model.remove(storageId);
        }
    }
}
