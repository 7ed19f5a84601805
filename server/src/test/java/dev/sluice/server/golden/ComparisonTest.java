package dev.sluice.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that cannot fail is worth nothing: each test plants one difference, or one that is none. */
final class ComparisonTest {

    private static final String RECORDED_ID = "11111111-1111-4111-8111-111111111111";
    private static final String LIVE_ID = "22222222-2222-4222-8222-222222222222";
    private static final String OTHER_ID = "33333333-3333-4333-8333-333333333333";

    private final Correlation ids = new Correlation();

    private List<Difference> compare(Profile profile, String recorded, String got) {
        Comparison comparison = new Comparison("scenario", 7, profile, ids);
        comparison.value("body", Json.parse(recorded), Json.parse(got));
        return comparison.differences();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}             | {\"a\":2}              | body.a",
                "{\"a\":1}             | {\"a\":\"1\"}          | body.a",
                "{\"a\":1}             | {\"a\":1.0}            | body.a",
                "{\"a\":\"x\"}         | {\"a\":\"y\"}          | body.a",
                "{\"a\":{\"b\":true}}  | {\"a\":{\"b\":false}}  | body.a.b",
                "{\"a\":1,\"b\":null}  | {\"a\":1}              | body.b",
                "{\"a\":1}             | {\"a\":1,\"b\":null}   | body.b",
                "{\"a\":[1,2]}         | {\"a\":[1,3]}          | body.a[1]",
                "{\"a\":[1,2]}         | {\"a\":[1]}            | body.a.length",
                "{\"a\":\"{\\\"b\\\":1}\"} | {\"a\":\"{\\\"b\\\":2}\"} | body.a→.b",
                "{\"timestamp\":1}     | {\"timestamp\":\"1\"}  | body.timestamp",
                "{\"expHash1\":\"0\"}  | {}                     | body.expHash1",
                "{\"traces\":[]}       | {\"traces\":[1]}       | body.traces is empty",
                "{\"traces\":[{\"service\":\"c\"}]} | {\"traces\":[]} | body.traces",
                "{\"clientId\":\"c\"}  | {\"clientId\":\"c\",\"serverMetadata\":1} | body.serverMetadata",
                "{\"code\":400,\"message\":\"m\"}   | {\"code\":400,\"message\":\"n\"} | body.message",
                "{\"date\":\"2026-11-21T06:37:06.000Z\"} | {\"date\":\"today\"} | body.date",
            })
    void value_plantedDifference_isFound(String recorded, String got, String path) {
        assertThat(compare(Profile.REFERENCE, recorded, got))
                .extracting(Difference::path)
                .containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":[null]}   | {\"b\":[null],\"a\":1}",
                "{\"timestamp\":1}        | {\"timestamp\":2}",
                "{\"expHash1\":\"0\"}     | {\"expHash1\":\"1\"}",
                "{\"traces\":[{\"service\":\"deli\"}]} | {}",
                "{\"clientId\":null,\"serverMetadata\":1} | {\"clientId\":null}",
                "{\"clientId\":null} | {\"clientId\":null,\"serverMetadata\":1}",
                "{\"stack\":\"<stack trace>\"} | {\"stack\":\"at line 1\"}",
                "{\"url\":\"http://HOST\"} | {\"url\":\"http://127.0.0.1:99\"}",
                "{\"date\":\"2026-11-21T06:37:06.000Z\"} | {\"date\":\"2027-01-01T00:00:00.000Z\"}",
            })
    void value_sameButForTimesAndAddresses_isEqual(String recorded, String got) {
        assertThat(compare(Profile.REFERENCE, recorded, got)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"expHash1\":\"0\"} | {\"a\":1}",
                "{\"a\":1,\"additionalContent\":\"0\"} | {\"a\":1}",
                "{\"code\":400,\"message\":\"m\"} | {\"code\":400,\"message\":\"n\"}",
            })
    void value_differenceOnTheList_isAllowedToAStrictServerOnly(String recorded, String got) {
        assertThat(compare(Profile.STRICT, recorded, got)).isEmpty();
        assertThat(compare(Profile.REFERENCE, recorded, got)).hasSize(1);
    }

    @Test
    void text_unknownId_isLearnedAndTranslatedAfterwards() {
        assertThat(compare(Profile.REFERENCE, quoted(RECORDED_ID), quoted(LIVE_ID)))
                .isEmpty();
        assertThat(compare(Profile.REFERENCE, quoted("x " + RECORDED_ID + "_[1]"), quoted("x " + LIVE_ID + "_[1]")))
                .isEmpty();
    }

    @Test
    void text_idThatMeantAnother_isADifference() {
        assertThat(compare(Profile.REFERENCE, quoted(RECORDED_ID), quoted(LIVE_ID)))
                .isEmpty();
        assertThat(compare(Profile.REFERENCE, quoted(RECORDED_ID), quoted(OTHER_ID)))
                .hasSize(1);
        assertThat(compare(Profile.REFERENCE, quoted(OTHER_ID), quoted(LIVE_ID)))
                .hasSize(1);
    }

    @Test
    void text_gitNameThatMeantAnother_isADifference() {
        assertThat(compare(Profile.REFERENCE, quoted("a".repeat(40)), quoted("b".repeat(40))))
                .isEmpty();
        assertThat(compare(Profile.REFERENCE, quoted("a".repeat(40)), quoted("c".repeat(40))))
                .hasSize(1);
    }

    @Test
    void learn_otherAnswer_takesOverItsNames() {
        Comparison comparison = new Comparison("scenario", 7, Profile.REFERENCE, ids);
        comparison.learn(
                Json.parse("{\"a\":{\"id\":\"" + RECORDED_ID + "\"},\"n\":1}"),
                Json.parse("{\"a\":{\"id\":\"" + LIVE_ID + "\",\"more\":1}}"));
        assertThat(ids.translate(RECORDED_ID)).isEqualTo(LIVE_ID);
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void value_sequenceNumber_isTranslated() {
        Comparison comparison = new Comparison("scenario", 7, Profile.REFERENCE, ids);
        comparison.numberedBy(number -> number + 1, number -> number);
        comparison.value("op", Json.parse("{\"sequenceNumber\":4}"), Json.parse("{\"sequenceNumber\":5}"));
        assertThat(comparison.differences()).isEmpty();
        comparison.value("op", Json.parse("{\"sequenceNumber\":4}"), Json.parse("{\"sequenceNumber\":4}"));
        assertThat(comparison.differences()).hasSize(1);
    }

    @Test
    void shape_missingMemberOrOtherKind_isADifference() {
        Comparison comparison = new Comparison("scenario", 7, Profile.REFERENCE, ids);
        comparison.shape(
                "body",
                Json.parse("{\"id\":\"x\",\"trees\":[{\"id\":\"y\"}],\"n\":1}"),
                Json.parse("{\"id\":\"z\",\"trees\":[{}],\"n\":\"1\",\"more\":0}"));
        assertThat(comparison.differences())
                .extracting(Difference::path)
                .containsExactly("body.trees has an element like the first", "body.n");
    }

    @Test
    void toString_longText_isShortenedAndNamesThePlace() {
        Difference difference = new Difference("nacks", 24, "op.type", "x".repeat(2000), "y");
        assertThat(difference.toString()).contains("nacks:24 op.type", "(2000 characters)", "y");
        assertThat(difference.toString()).hasSizeLessThan(1000);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
