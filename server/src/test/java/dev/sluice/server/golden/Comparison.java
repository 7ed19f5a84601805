package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;

/**
 * Holds one answer against its recorded form.
 *
 * <p>Names in the recorded form are translated first; a name that is still unknown is learned from the answer, so that
 * the same name must mean the same thing ever after. Text that is JSON on both sides is compared as JSON. Times are
 * compared by kind only. Confined to the replay's thread.
 */
final class Comparison {

    private static final Set<String> TIMES =
            Set.of("timestamp", "iat", "exp", "createTime", "checkpointTimestamp", "lastAccessTime", "logOffset");
    private static final Set<String> NAMES_OF_OPS = Set.of("sequenceNumber", "summarySequenceNumber");
    private static final Set<String> COVERED = Set.of("referenceSequenceNumber", "minimumSequenceNumber");
    private static final Set<String> UNREPEATABLE = Set.of("expHash1", "additionalContent");
    private static final String HOST = "http://HOST";
    private static final Pattern ADDRESS = Pattern.compile("http://[^/\\]\\s]+");
    private static final Set<String> SERVICES = Set.of("nexus", "deli", "broadcaster");
    private static final Set<String> NAMES = Set.of("sid");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");

    private final String scenario;
    private final int line;
    private final Profile profile;
    private final Correlation ids;
    private final List<Difference> differences = new ArrayList<>();
    private String ignored = "";
    private LongUnaryOperator liveNames = LongUnaryOperator.identity();
    private LongUnaryOperator liveCovers = LongUnaryOperator.identity();

    Comparison(String scenario, int line, Profile profile, Correlation ids) {
        this.scenario = scenario;
        this.line = line;
        this.profile = profile;
        this.ids = ids;
    }

    Correlation ids() {
        return ids;
    }

    Profile profile() {
        return profile;
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    void differ(String path, String recorded, String got) {
        differences.add(new Difference(scenario, line, path, recorded, got));
    }

    void equal(String path, Object recorded, Object got) {
        if (!recorded.equals(got)) {
            differ(path, recorded.toString(), got.toString());
        }
    }

    /** Leaves a member out of what is compared from now on; none if empty. */
    void ignoring(String member) {
        ignored = member;
    }

    String scenario() {
        return scenario;
    }

    /**
     * Translates the sequence numbers of what is compared from now on.
     *
     * @param names for numbers that name an op
     * @param covers for numbers that say how far somebody has come
     */
    void numberedBy(LongUnaryOperator names, LongUnaryOperator covers) {
        liveNames = names;
        liveCovers = covers;
    }

    void value(String path, JsonNode recorded, JsonNode got) {
        if (recorded.isObject() && got.isObject()) {
            object(path, recorded, got);
        } else if (recorded.isArray() && got.isArray()) {
            array(path, recorded, got);
        } else if (recorded.isTextual() && got.isTextual()) {
            text(path, recorded.textValue(), got.textValue());
        } else if (!recorded.equals(got)) {
            differ(path, show(recorded), show(got));
        }
    }

    private void object(String path, JsonNode recorded, JsonNode got) {
        for (Map.Entry<String, JsonNode> field : recorded.properties()) {
            String name = field.getKey();
            if (name.equals(ignored) || profile.isFreeMember(name) || isFreeMessage(recorded, name)) {
                continue;
            }
            if (name.equals("traces")) {
                traces(path + ".traces", field.getValue(), got.path(name));
            } else if (got.has(name)) {
                member(path + "." + name, name, field.getValue(), got.get(name));
            } else if (!isSampled(recorded, name)) {
                differ(path + "." + name, show(field.getValue()), "absent");
            }
        }
        got.fieldNames().forEachRemaining(name -> {
            if (!recorded.has(name) && !isSampled(recorded, name) && !isExtraAnswerMember(path, name)) {
                differ(path + "." + name, "absent", show(got.get(name)));
            }
        });
    }

    /** What the reference adds to a sample of the ops; what a client sends under the same name is another matter. */
    private boolean isSampled(JsonNode recorded, String name) {
        boolean metadataOfService =
                name.equals("serverMetadata") && recorded.path("clientId").isNull();
        return name.equals("traces") || metadataOfService || profile.isFreeMember(name);
    }

    /** Services add their traces to a sample; those of the client stay, and stored ops have none. */
    private void traces(String path, JsonNode recorded, JsonNode got) {
        List<JsonNode> kept = Json.elements(got);
        if (recorded.isEmpty()) {
            equal(path + " is empty", true, got.isEmpty());
        }
        Json.elements(recorded).stream()
                .filter(trace -> !SERVICES.contains(trace.path("service").asText()))
                .filter(trace -> !kept.contains(trace))
                .forEach(trace -> differ(path, trace.toString(), got.toString()));
    }

    /** The text beside a code. */
    private boolean isFreeMessage(JsonNode recorded, String name) {
        return name.equals("message") && recorded.has("code") && profile.freesMessages();
    }

    private boolean isExtraAnswerMember(String path, String name) {
        return path.equals("connect_document_success") && profile.isExtraAnswerMember(name);
    }

    private void member(String path, String name, JsonNode recorded, JsonNode got) {
        if (UNREPEATABLE.contains(name)) {
            kind(path, recorded, got);
        } else if (TIMES.contains(name) && recorded.isNumber()) {
            kind(path, recorded, got);
        } else if (NAMES_OF_OPS.contains(name) && recorded.isIntegralNumber()) {
            number(path, liveNames.applyAsLong(recorded.longValue()), got);
        } else if (COVERED.contains(name) && recorded.isIntegralNumber()) {
            number(path, liveCovers.applyAsLong(recorded.longValue()), got);
        } else if (NAMES.contains(name) && recorded.isTextual() && got.isTextual()) {
            name(path, recorded.textValue(), got.textValue());
        } else {
            value(path, recorded, got);
        }
    }

    private void number(String path, long expected, JsonNode got) {
        equal(path, expected, got.isIntegralNumber() ? got.longValue() : got);
    }

    private void kind(String path, JsonNode recorded, JsonNode got) {
        equal(path, recorded.getNodeType(), got.getNodeType());
    }

    private void array(String path, JsonNode recorded, JsonNode got) {
        if (recorded.size() != got.size()) {
            differ(path + ".length", recorded.size() + " " + show(recorded), got.size() + " " + show(got));
            return;
        }
        for (int i = 0; i < recorded.size(); i++) {
            value(path + "[" + i + "]", recorded.get(i), got.get(i));
        }
    }

    void text(String path, String recorded, String got) {
        String expected = ids.translate(recorded);
        if (expected.equals(got) || alike(recorded, got) || learned(recorded, got)) {
            return;
        }
        JsonNode recordedJson = embedded(recorded);
        JsonNode gotJson = embedded(got);
        if (recordedJson.isMissingNode() || gotJson.isMissingNode()) {
            differ(path, expected, got);
        } else {
            value(path + "→", recordedJson, gotJson);
        }
    }

    private static boolean alike(String recorded, String got) {
        return recorded.equals("<stack trace>")
                || (recorded.contains(HOST)
                        && recorded.equals(ADDRESS.matcher(got).replaceAll(HOST)))
                || (DATE.matcher(recorded).matches() && DATE.matcher(got).matches());
    }

    /** A pair of names of one shape, the recorded one not seen before. */
    private boolean learned(String recorded, String got) {
        if (Correlation.isUuid(recorded) && Correlation.isUuid(got)) {
            return ids.bind(recorded, got);
        }
        return Correlation.isSha(recorded) && Correlation.isSha(got) && ids.bindSha(recorded, got);
    }

    /**
     * Compares members and kinds only: for answers that the recording proxy made up after the service protocol. Names are
     * learned all the same, but not within arrays, of which one element must be like the first recorded one.
     */
    void shape(String path, JsonNode recorded, JsonNode got) {
        if (recorded.isObject() && got.isObject()) {
            recorded.fieldNames().forEachRemaining(name -> {
                if (got.has(name)) {
                    shape(path + "." + name, recorded.get(name), got.get(name));
                } else {
                    differ(path + "." + name, "present", "absent");
                }
            });
        } else if (recorded.isArray() && got.isArray()) {
            boolean isLike = recorded.isEmpty()
                    || Json.elements(got).stream().anyMatch(element -> hasShape(recorded.get(0), element));
            equal(path + " has an element like the first", true, isLike);
        } else {
            kind(path, recorded, got);
            learned(recorded.asText(), got.asText());
        }
    }

    /** Learns the names that stand in the same place on both sides, whatever else may differ. */
    void learn(JsonNode recorded, JsonNode got) {
        recorded.properties().forEach(field -> learn(field.getValue(), got.path(field.getKey())));
        if (recorded.isTextual() && got.isTextual()) {
            learned(recorded.textValue(), got.textValue());
        }
    }

    private boolean hasShape(JsonNode recorded, JsonNode got) {
        Comparison trial = new Comparison(scenario, line, profile, ids.copy());
        trial.shape("", recorded, got);
        return trial.differences().isEmpty();
    }

    void name(String path, String recorded, String got) {
        if (!ids.bind(recorded, got)) {
            differ(path, ids.translate(recorded), got);
        }
    }

    private static JsonNode embedded(String text) {
        boolean mayBeJson = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
        return mayBeJson ? Json.parseOrMissing(text) : MissingNode.getInstance();
    }

    private String show(JsonNode node) {
        return ids.translate(node.toString());
    }
}
