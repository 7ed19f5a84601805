package dev.sluice.server.golden;

import dev.sluice.server.golden.AllowedDifference.AuthorizationRequired;
import dev.sluice.server.golden.AllowedDifference.Body;
import dev.sluice.server.golden.AllowedDifference.CreatedObject;
import dev.sluice.server.golden.AllowedDifference.ExtraAnswerMember;
import dev.sluice.server.golden.AllowedDifference.ExtraCorsHeader;
import dev.sluice.server.golden.AllowedDifference.ExtraSignal;
import dev.sluice.server.golden.AllowedDifference.FreeMember;
import dev.sluice.server.golden.AllowedDifference.FreeMessages;
import dev.sluice.server.golden.AllowedDifference.FreeTree;
import dev.sluice.server.golden.AllowedDifference.FreeTreeDetails;
import dev.sluice.server.golden.AllowedDifference.InsertedNack;
import dev.sluice.server.golden.AllowedDifference.NoServiceSummary;
import dev.sluice.server.golden.AllowedDifference.OtherAnswer;
import dev.sluice.server.golden.AllowedDifference.RefusedConnection;
import java.util.List;
import java.util.Set;

/**
 * What a server that checks tokens and writes no service summaries does otherwise than the reference. Paragraphs and SVC
 * numbers are those of the service protocol.
 */
final class AllowedDifferences {

    private static final String REST = "rest-errors";
    private static final String UNKNOWN = "unknown-document";
    private static final String ENGINE = "engineio-errors";
    private static final String MISSING = "SVC-023: a missing object is 404, JSON, without a stack trace";
    private static final String NO_COMMITS = "SVC-025: commits of an unknown document are 404 or an empty list";
    private static final String NO_ROUTE =
            "§1.5, §9: routes the reference lacks may exist, need not, or want another scope";
    private static final String ROW = "§1.7: the document row is for tools; drivers do not call it";
    private static final String EIO = "SVC-039: any EIO but 4 is refused with 400 and code 5";

    /** For a server that follows the protocol where the reference does not. */
    static final List<AllowedDifference> STRICT = List.of(
            new FreeMember("expHash1", "§4.6: optional, ignored by clients"),
            new FreeMember("traces", "§4.6: sampled, not needed on the wire"),
            new FreeMember("additionalContent", "§9: shows all clients' server state; not to be copied"),
            new ExtraCorsHeader("§9: polling without CORS headers is a weakness of the reference"),
            new FreeMember("url", "§1.9: drivers ignore it"),
            new ExtraAnswerMember("nonce", "§3.4: may be echoed"),
            new ExtraAnswerMember("checkpointSequenceNumber", "§3.4: optional hint"),
            new ExtraAnswerMember("epoch", "§3.4: optional"),
            new ExtraAnswerMember("relayServiceAgent", "§3.4: optional"),
            new FreeTree(".logTail", "§4.8: only needed where the log does not hold those ops"),
            new FreeTree(".serviceProtocol", "§4.8, §4.9: internal state of the service"),
            new FreeTreeDetails("§1.9: drivers accept both spellings of the mode and ignore sizes"),
            new FreeMessages("§3.5, §4.8: codes are the contract, texts are for people"),
            new NoServiceSummary("§4.9: a server that keeps ops durably need not write service summaries"),
            new CreatedObject("SVC-010: with enableDiscovery the answer is an object with id and session"),
            new AuthorizationRequired(REST, 2, "SVC-031, §9: the reference reads no authorization"),
            new OtherAnswer(REST, 2, Set.of(401, 403), Body.ANY, "§1.3, §9: no authorization at all"),
            new OtherAnswer(REST, 3, Set.of(403, 404), Body.ERROR, NO_COMMITS + "; SVC-030: token of another document"),
            new OtherAnswer(REST, 6, Set.of(404), Body.ERROR, MISSING),
            new OtherAnswer(REST, 7, Set.of(404), Body.ERROR, MISSING),
            new OtherAnswer(REST, 8, Set.of(404), Body.ERROR, MISSING),
            new OtherAnswer(REST, 9, Set.of(403, 404), Body.ERROR, MISSING + "; SVC-030: token of another document"),
            new OtherAnswer(REST, 10, Set.of(200, 404), Body.ANY, "§1.10: refs serve tools, may stay internal"),
            new OtherAnswer(REST, 11, Set.of(200, 404), Body.ANY, "§1.5: contents is not called by drivers"),
            new OtherAnswer(REST, 12, Set.of(404), Body.ANY, "§1.10: a missing path is no success"),
            new OtherAnswer(REST, 13, Set.of(200, 403, 404), Body.ANY, "§1.5: the extra segment is a quirk"),
            new OtherAnswer(REST, 14, Set.of(400, 403, 404, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 15, Set.of(400, 403, 404, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 16, Set.of(400, 403, 404, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 17, Set.of(200, 404), Body.ANY, "§1.11: whole summaries are a feature"),
            new OtherAnswer(REST, 18, Set.of(400, 403, 404, 405, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 19, Set.of(200, 404), Body.ANY, ROW),
            new OtherAnswer(REST, 20, Set.of(404), Body.ANY, ROW),
            new OtherAnswer(REST, 21, Set.of(200, 404), Body.ANY, "§1.7: session discovery is a feature"),
            new OtherAnswer(REST, 22, Set.of(401, 403, 404, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 23, Set.of(401, 403, 404, 501), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 24, Set.of(200, 404), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 25, Set.of(200, 404), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 26, Set.of(200, 404), Body.ANY, NO_ROUTE),
            new OtherAnswer(REST, 27, Set.of(200, 404), Body.ANY, "§1.8: [] or, as everywhere else, 404"),
            new OtherAnswer(REST, 33, Set.of(400, 409), Body.ERROR, "SVC-006"),
            new OtherAnswer(REST, 35, Set.of(200, 404), Body.ANY, ROW),
            new OtherAnswer(REST, 38, Set.of(400), Body.ERROR, "§1.6: no summary is 400"),
            new OtherAnswer(REST, 39, Set.of(404), Body.ANY, "§1.4: the reference's body of a 404 is its framework's"),
            new OtherAnswer("signals", 3, Set.of(400), Body.ANY, "§1.12: malformed is 400"),
            new ExtraSignal("signals", "t", "§1.12: a broadcast signal may be delivered; the reference drops it"),
            new OtherAnswer(UNKNOWN, 1, Set.of(404), Body.ERROR, NO_COMMITS),
            new OtherAnswer(UNKNOWN, 2, Set.of(404), Body.ERROR, NO_COMMITS),
            new OtherAnswer(UNKNOWN, 3, Set.of(404), Body.ANY, "§9: connecting must not write a row"),
            new OtherAnswer(ENGINE, 1, Set.of(400), Body.ANY, EIO),
            new OtherAnswer(ENGINE, 2, Set.of(400), Body.ANY, EIO),
            new OtherAnswer(ENGINE, 6, Set.of(400), Body.ANY, EIO + " (§3.1: no listed client needs 3)"),
            new RefusedConnection(UNKNOWN, 1, Set.of(404), "SVC-054: refused at once, not silence"),
            new RefusedConnection(UNKNOWN, 2, Set.of(404), "SVC-054: refused at once, not silence"),
            new RefusedConnection("token-errors", 7, Set.of(401, 403), "§2, §3.5: an expired token is refused"),
            new RefusedConnection("token-errors", 8, Set.of(401, 403), "§2, §3.5: a wrong signature is refused"),
            new InsertedNack("summary-nacks", 39, "SVC-085: unknown handle is nacked, not met with silence"),
            new InsertedNack("summary-nacks", 55, "SVC-085: contents that are not JSON are nacked"));

    private AllowedDifferences() {}
}
