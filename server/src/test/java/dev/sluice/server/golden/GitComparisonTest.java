package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitComparisonTest {

    private static final String EMPTY_ARRAY = "0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc";
    private static final String EMPTY_OBJECT = "9e26dfeeb6e641a33dae4961196235bdb965b21b";

    private static List<Difference> compare(Profile profile, Row.HttpRequest request, String recorded, String got) {
        Comparison comparison = new Comparison("scenario", 1, profile, new Correlation());
        new GitComparison(comparison, new Trees()).compare(request, Json.parse(recorded), Json.parse(got));
        return comparison.differences();
    }

    private static Row.HttpRequest request(String method, String path, JsonNode body) {
        return new Row.HttpRequest(1, 0, 1, method, "/repos/t/git" + path, Map.of(), Map.of(), null, body);
    }

    private static String tree(String sha, String entries) {
        return "{\"sha\":\"" + sha + "\",\"tree\":[" + entries + "],\"url\":\"\"}";
    }

    private static String blob(String path, String sha) {
        return "{\"path\":\"" + path + "\",\"mode\":\"100644\",\"sha\":\"" + sha
                + "\",\"size\":0,\"type\":\"blob\",\"url\":\"\"}";
    }

    private static String folder(String path, String sha) {
        return blob(path, sha).replace("100644", "40000").replace("\"blob\"", "\"tree\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "{}, 9e26dfeeb6e641a33dae4961196235bdb965b21b",
        "[], 0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc",
        "'{\"minimumSequenceNumber\":0,\"sequenceNumber\":0}', 0050eb3b8e41f9ecdf14c2aa21706018474c3b78",
    })
    void blob_vectorOfTheProtocol_isReproduced(String content, String sha) {
        assertThat(GitHash.blob(content.getBytes(StandardCharsets.UTF_8))).isEqualTo(sha);
    }

    @Test
    void tree_vectorOfTheProtocol_isReproducedFromAnyOrder() {
        List<GitHash.Entry> entries = List.of(
                new GitHash.Entry("100644", "quorumValues", "c730f7a6ff8c606cc2b7d083e5a9705bff0d7029"),
                new GitHash.Entry("100644", "attributes", "0050eb3b8e41f9ecdf14c2aa21706018474c3b78"),
                new GitHash.Entry("100644", "quorumMembers", EMPTY_ARRAY),
                new GitHash.Entry("100644", "quorumProposals", EMPTY_ARRAY));
        assertThat(GitHash.tree(entries)).isEqualTo("90f3a64b8c17292ce0b72c359081749f121931ff");
    }

    @Test
    void commit_vectorOfTheProtocol_isReproduced() {
        String person = "{\"name\":\"Routerlicious Service\",\"email\":\"dummy@microsoft.com\","
                + "\"date\":\"2026-11-21T06:37:06.000Z\"}";
        JsonNode commit = Json.parse("{\"tree\":{\"sha\":\"c72d624686d93f01110d97b6f07eb7a610029627\"},\"author\":"
                + person + ",\"committer\":" + person + ",\"message\":\"New document\\n\"}");
        assertThat(GitHash.commit(commit, Json.parse("[]"))).isEqualTo("3f834cdb34cbbaa54bb5035b0312aeae06c56f2d");
    }

    @Test
    void blobWritten_nameThatIsNotOfTheContent_isADifference() {
        Row.HttpRequest request = request("POST", "/blobs", Json.parse("{\"content\":\"[]\",\"encoding\":\"utf-8\"}"));
        String answer = "{\"sha\":\"%s\",\"url\":\"\"}";
        assertThat(compare(Profile.REFERENCE, request, answer.formatted(EMPTY_ARRAY), answer.formatted(EMPTY_ARRAY)))
                .isEmpty();
        assertThat(compare(Profile.REFERENCE, request, answer.formatted(EMPTY_ARRAY), answer.formatted(EMPTY_OBJECT)))
                .isNotEmpty();
    }

    @Test
    void blobRead_otherContent_isADifference() {
        Row.HttpRequest request = request("GET", "/blobs/" + EMPTY_ARRAY, Json.parse("null"));
        String array = "{\"url\":\"\",\"sha\":\"" + EMPTY_ARRAY
                + "\",\"size\":2,\"content\":\"W10=\",\"encoding\":\"base64\"}";
        assertThat(compare(Profile.REFERENCE, request, array, array)).isEmpty();
        assertThat(compare(Profile.REFERENCE, request, array, array.replace("W10=", "e30=")))
                .extracting(Difference::path)
                .contains("body.sha", "content→");
        assertThat(compare(Profile.REFERENCE, request, array, array.replace("\"size\":2", "\"size\":4")))
                .extracting(Difference::path)
                .containsExactly("body.size");
    }

    @Test
    void treeRead_nameThatIsNotOfTheEntries_isADifference() {
        Row.HttpRequest request = request("GET", "/trees/" + "a".repeat(40), Json.parse("null"));
        String inner = GitHash.tree(List.of(new GitHash.Entry("100644", "b", EMPTY_ARRAY)));
        String outer = GitHash.tree(List.of(new GitHash.Entry("40000", "a", inner)));
        String good = tree(outer, folder("a", inner) + "," + blob("a/b", EMPTY_ARRAY));
        assertThat(compare(Profile.REFERENCE, request, good, good)).isEmpty();
        assertThat(compare(Profile.REFERENCE, request, good, good.replace(inner, "f".repeat(40))))
                .extracting(Difference::path)
                .contains("sha of tree 'a/'");
        String childFirst = tree(outer, blob("a/b", EMPTY_ARRAY) + "," + folder("a", inner));
        assertThat(compare(Profile.REFERENCE, request, childFirst, childFirst))
                .extracting(Difference::recorded)
                .containsExactly("every parent before its children");
    }

    @Test
    void treeRead_entriesOfTheService_areFreeToAStrictServerOnly() {
        Row.HttpRequest request = request("GET", "/trees/" + "a".repeat(40), Json.parse("null"));
        String inner = GitHash.tree(List.of(new GitHash.Entry("100644", "logTail", EMPTY_ARRAY)));
        GitHash.Entry app = new GitHash.Entry("100644", "x", EMPTY_OBJECT);
        String recorded = tree(
                GitHash.tree(List.of(app, new GitHash.Entry("40000", ".logTail", inner))),
                folder(".logTail", inner) + "," + blob(".logTail/logTail", EMPTY_ARRAY) + ","
                        + blob("x", EMPTY_OBJECT));
        String got = tree(GitHash.tree(List.of(app)), blob("x", EMPTY_OBJECT));
        assertThat(compare(Profile.STRICT, request, recorded, got)).isEmpty();
        assertThat(compare(Profile.REFERENCE, request, recorded, got)).isNotEmpty();
    }

    @Test
    void commits_ofTheServiceItself_areFreeToAStrictServerOnly() {
        Row.HttpRequest request =
                new Row.HttpRequest(1, 0, 1, "GET", "/repos/t/commits", Map.of("count", "1"), Map.of(), null, null);
        String recorded = commits("Service Summary @36\\n");
        String got = commits("Summary @30\\n");
        assertThat(compare(Profile.STRICT, request, recorded, got)).isEmpty();
        assertThat(compare(Profile.REFERENCE, request, recorded, got)).isNotEmpty();
        assertThat(compare(Profile.STRICT, request, got, commits("Summary @31\\n")))
                .isNotEmpty();
    }

    private static String commits(String message) {
        String person = "{\"name\":\"n\",\"email\":\"e\",\"date\":\"2026-11-21T06:37:06.000Z\"}";
        String details = "{\"tree\":{\"sha\":\"" + EMPTY_ARRAY + "\"},\"author\":" + person + ",\"committer\":" + person
                + ",\"message\":\"" + message + "\"}";
        String sha = GitHash.commit(Json.parse(details), Json.parse("[]"));
        return "[{\"sha\":\"" + sha + "\",\"commit\":" + details + ",\"parents\":[]}]";
    }
}
