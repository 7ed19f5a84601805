package dev.sluice.server.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitTree;
import dev.sluice.protocol.summary.RawSummaryCodec;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryLimits;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.protocol.summary.WholeSummaryCodec;
import dev.sluice.server.storage.Transaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** SVC-004: whatever way a summary was written, and in whatever order, its Git tree is the same. */
final class SummaryTreeWriterProps {
    private static final JsonFactory JSON = new JsonFactory();
    private static final TenantId TENANT = new TenantId("acme");

    @Provide
    Arbitrary<SummaryTree> trees() {
        return tree(3);
    }

    private static Arbitrary<SummaryTree> tree(int depth) {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("ab/%. é+&")
                .ofMinLength(1)
                .ofMaxLength(3)
                .filter(name -> !name.equals(".") && !name.equals(".."));
        Arbitrary<SummaryObject> leaf =
                Arbitraries.strings().alpha().ofMaxLength(3).map(SummaryBlob::ofText);
        Arbitrary<SummaryObject> part = depth == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf, Arbitraries.lazy(() -> tree(depth - 1)).map(below -> below));
        return Arbitraries.maps(names, part).ofMaxSize(5).map(SummaryTree::new);
    }

    @Property(tries = 300)
    void bothEncodings_giveTheSameTree(@ForAll("trees") SummaryTree tree, @ForAll Random random) throws IOException {
        GitId direct = write(tree);
        assertThat(write(shuffled(tree, random))).isEqualTo(direct);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(raw)) {
            RawSummaryCodec.writeTree(tree, json);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(whole)) {
            WholeSummaryCodec.writeTree(tree, json);
        }
        try (JsonParser one = JSON.createParser(raw.toByteArray());
                JsonParser two = JSON.createParser(whole.toByteArray())) {
            one.nextToken();
            two.nextToken();
            assertThat(write(RawSummaryCodec.readTree(one, SummaryLimits.DEFAULTS)))
                    .isEqualTo(direct);
            assertThat(write(WholeSummaryCodec.readTree(two, SummaryLimits.DEFAULTS)))
                    .isEqualTo(direct);
        }
    }

    private static GitId write(SummaryTree tree) {
        ObjectWriter objects = new ObjectWriter(TENANT, Transaction.builder());
        return objects.tree(GitTree.of(new SummaryTreeWriter(objects, HandleResolver.NONE).write(tree)));
    }

    private static SummaryTree shuffled(SummaryTree tree, Random random) {
        List<Map.Entry<String, SummaryObject>> entries =
                new ArrayList<>(tree.entries().entrySet());
        Collections.shuffle(entries, random);
        Map<String, SummaryObject> shuffled = new LinkedHashMap<>();
        for (Map.Entry<String, SummaryObject> entry : entries) {
            SummaryObject part = entry.getValue();
            shuffled.put(entry.getKey(), part instanceof SummaryTree below ? shuffled(below, random) : part);
        }
        return new SummaryTree(shuffled, tree.unreferenced(), tree.groupId());
    }
}
