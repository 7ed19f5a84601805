package dev.sluice.agent;

import dev.sluice.agent.SummarizerElection.Candidate;
import dev.sluice.agent.SummarizerElection.Kind;
import dev.sluice.loader.Quorum;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Reads what members of a quorum say of themselves. */
final class QuorumCandidates {
    private static final String SUMMARIZER = "summarizer";

    private QuorumCandidates() {}

    /** Returns the members, oldest first. */
    static List<Candidate> of(Quorum quorum) {
        return quorum.members().entrySet().stream()
                .map(member ->
                        new Candidate(member.getKey(), kind(member.getValue().client())))
                .toList();
    }

    static Kind kind(RawJson client) {
        Optional<JsonObject> details = JsonValue.parse(client).asObject().flatMap(known -> known.object("details"));
        if (details.isEmpty()) {
            return Kind.INTERACTIVE;
        }
        if (details.get().string("type").filter(SUMMARIZER::equals).isPresent()) {
            return Kind.SUMMARIZER;
        }
        boolean isInteractive = details.get()
                .object("capabilities")
                .map(capabilities -> JsonValue.of(true).equals(capabilities.get("interactive")))
                .orElse(false);
        return isInteractive ? Kind.INTERACTIVE : Kind.HEADLESS;
    }
}
