package dev.sluice.server.golden;

import dev.sluice.server.golden.AllowedDifference.AuthorizationRequired;
import dev.sluice.server.golden.AllowedDifference.ExtraAnswerMember;
import dev.sluice.server.golden.AllowedDifference.ExtraSignal;
import dev.sluice.server.golden.AllowedDifference.FreeMember;
import dev.sluice.server.golden.AllowedDifference.FreeTree;
import dev.sluice.server.golden.AllowedDifference.InsertedNack;
import dev.sluice.server.golden.AllowedDifference.OtherAnswer;
import dev.sluice.server.golden.AllowedDifference.RefusedConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How strictly answers are held against the recordings: a list of differences that are allowed. Immutable. */
record Profile(List<AllowedDifference> allowed) {

    /** Every answer is as recorded. */
    static final Profile REFERENCE = new Profile(List.of());

    /** The differences of a server that follows the protocol where the reference does not. */
    static final Profile STRICT = new Profile(AllowedDifferences.STRICT);

    Profile {
        allowed = List.copyOf(allowed);
    }

    boolean allows(Class<? extends AllowedDifference> kind) {
        return all(kind).findAny().isPresent();
    }

    boolean allowsExtraCorsHeader() {
        return allows(AllowedDifference.ExtraCorsHeader.class);
    }

    boolean freesMessages() {
        return allows(AllowedDifference.FreeMessages.class);
    }

    boolean isFreeMember(String name) {
        return all(FreeMember.class).anyMatch(member -> member.name().equals(name));
    }

    boolean isExtraAnswerMember(String name) {
        return all(ExtraAnswerMember.class).anyMatch(member -> member.name().equals(name));
    }

    boolean isFreePath(String path) {
        return all(FreeTree.class).anyMatch(tree -> path.equals(tree.prefix()) || path.startsWith(tree.prefix() + "/"));
    }

    Optional<OtherAnswer> otherAnswer(String scenario, int request) {
        return all(OtherAnswer.class)
                .filter(other -> other.scenario().equals(scenario) && other.request() == request)
                .findAny();
    }

    Optional<RefusedConnection> refusedConnection(String scenario, int socket) {
        return all(RefusedConnection.class)
                .filter(refused -> refused.scenario().equals(scenario) && refused.socket() == socket)
                .findAny();
    }

    boolean insertsNack(String scenario, int line) {
        return all(InsertedNack.class).anyMatch(nack -> nack.scenario().equals(scenario) && nack.line() == line);
    }

    boolean isExtraSignal(String scenario, String type) {
        return all(ExtraSignal.class)
                .anyMatch(extra ->
                        extra.scenario().equals(scenario) && extra.type().equals(type));
    }

    /** Whether a request recorded without authorization has to be sent with one. */
    boolean addsAuthorization(String scenario, int request) {
        return all(AuthorizationRequired.class)
                .anyMatch(rule -> !(rule.scenario().equals(scenario) && rule.exceptRequest() == request));
    }

    private <T extends AllowedDifference> Stream<T> all(Class<T> kind) {
        return allowed.stream().filter(kind::isInstance).map(kind::cast);
    }
}
