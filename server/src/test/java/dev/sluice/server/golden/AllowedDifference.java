package dev.sluice.server.golden;

import java.util.Set;

/** One thing that a server may, or must, do otherwise than the recordings. Immutable. */
sealed interface AllowedDifference {

    /** Why, with the paragraph of the service protocol that says so. */
    String reason();

    /** A member of an object, wherever it is named so, that may be missing, or there with any value. */
    record FreeMember(String name, String reason) implements AllowedDifference {}

    /** A member of the answer to {@code connect_document} that may be there though none was recorded. */
    record ExtraAnswerMember(String name, String reason) implements AllowedDifference {}

    /** Entries at or below a path of a listed tree that may be there or not, with any content. */
    record FreeTree(String prefix, String reason) implements AllowedDifference {}

    /** Texts of refusals are not compared, only their codes. */
    record FreeMessages(String reason) implements AllowedDifference {}

    /** The newest commit may be the last client's where the reference had written one of its own on top. */
    record NoServiceSummary(String reason) implements AllowedDifference {}

    /** A create that asked for more than an id may be answered by an object that holds the id. */
    record CreatedObject(String reason) implements AllowedDifference {}

    /** A tree may list modes with or without the leading zero, and sizes. */
    record FreeTreeDetails(String reason) implements AllowedDifference {}

    /** Another answer to one HTTP request. */
    record OtherAnswer(String scenario, int request, Set<Integer> statuses, Body body, String reason)
            implements AllowedDifference {

        public OtherAnswer {
            statuses = Set.copyOf(statuses);
        }
    }

    /** A {@code connect_document} that must be refused, with one of the codes. */
    record RefusedConnection(String scenario, int socket, Set<Integer> codes, String reason)
            implements AllowedDifference {

        public RefusedConnection {
            codes = Set.copyOf(codes);
        }
    }

    /** A {@code summarize}, sent in that line, that must be answered by a {@code summaryNack}. */
    record InsertedNack(String scenario, int line, String reason) implements AllowedDifference {}

    /** A signal of the service itself, with that type in its content, which the reference did not deliver. */
    record ExtraSignal(String scenario, String type, String reason) implements AllowedDifference {}

    /** A request that the reference served without authorization is sent with one, except the one named. */
    record AuthorizationRequired(String scenario, int exceptRequest, String reason) implements AllowedDifference {}

    /** Answers may name the origins that a browser may use them from where none were recorded. */
    record ExtraCorsHeader(String reason) implements AllowedDifference {}

    /** What is asked of the body of another answer. */
    enum Body {
        /** Anything. */
        ANY,
        /** JSON with a text {@code message} and without a stack trace. */
        ERROR
    }
}
