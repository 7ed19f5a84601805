package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotComparisonTest {

    private static final String RECORDED = """
            {"id":"v","trees":[{"id":"t","entries":[
              {"path":"a","type":"tree"},{"path":"a/h","type":"blob","id":"1"},
              {"path":".logTail","type":"tree"},{"path":".logTail/logTail","type":"blob","id":"2"}]}],
             "blobs":[{"id":"1","content":"text é","encoding":"utf-8"},{"id":"2","content":"[]","encoding":"utf-8"}]}
            """;

    private static final String GOOD = """
            {"id":"v","trees":[{"id":"t","entries":[
              {"path":".app","type":"tree"},{"path":".app/a","type":"tree"},
              {"path":".app/a/h","type":"blob","id":"9"}]}],
             "blobs":[{"id":"9","content":"dGV4dCDDqQ==","encoding":"base64"}]}
            """;

    private static List<Difference> compare(String got) {
        Comparison comparison = new Comparison("scenario", 1, Profile.STRICT, new Correlation());
        new SnapshotComparison(comparison).compare(Json.parse(RECORDED), Json.parse(got));
        return comparison.differences();
    }

    @Test
    void compare_sameFilesInAnotherLayout_areEqual() {
        assertThat(compare(GOOD)).isEmpty();
    }

    @Test
    void compare_otherContent_isADifference() {
        assertThat(compare(GOOD.replace("dGV4dCDDqQ==", "dGV4dA=="))).hasSize(1);
    }

    @Test
    void compare_fileWithoutItsBlob_isADifference() {
        assertThat(compare(GOOD.replace("\"id\":\"9\",\"content\"", "\"id\":\"8\",\"content\"")))
                .hasSize(1);
    }

    @Test
    void compare_childBeforeItsParent_isADifference() {
        assertThat(compare(GOOD.replace("{\"path\":\".app/a\",\"type\":\"tree\"},", "")))
                .hasSize(1);
    }
}
