package dev.sluice.server.transport.rest;

import dev.sluice.server.auth.TokenClaims;
import java.util.List;
import java.util.Optional;

/**
 * What a route asks of the token.
 *
 * <p>Immutable.
 *
 * @param subject what the token must be for
 * @param all scopes of which none may be missing
 * @param any scopes of which one suffices; empty for no such demand
 */
record Access(Subject subject, List<String> all, List<String> any) {
    /** What a token is held against. */
    enum Subject {
        /** Nothing: anybody may call. */
        ANYBODY,
        /** The tenant in the route, for a document that does not exist yet. */
        CREATION,
        /** The tenant in the route; the document, if the token names one, must not be deleted. */
        TENANT,
        /** The tenant in the route, and a document that is not deleted: the one the token names. */
        DOCUMENT_OF_TOKEN,
        /** Tenant and document in the route. */
        DOCUMENT
    }

    static final Access OPEN = new Access(Subject.ANYBODY, List.of(), List.of());

    static Access creation(String... all) {
        return new Access(Subject.CREATION, List.of(all), List.of());
    }

    static Access tenant(String... all) {
        return new Access(Subject.TENANT, List.of(all), List.of());
    }

    static Access tenantAny(String... any) {
        return new Access(Subject.TENANT, List.of(), List.of(any));
    }

    static Access documentOfToken(String... all) {
        return new Access(Subject.DOCUMENT_OF_TOKEN, List.of(all), List.of());
    }

    static Access document(String... all) {
        return new Access(Subject.DOCUMENT, List.of(all), List.of());
    }

    /** Returns a scope that the token lacks, if it lacks one. */
    Optional<String> missing(TokenClaims claims) {
        Optional<String> first =
                all.stream().filter(scope -> !claims.hasScope(scope)).findFirst();
        if (first.isPresent() || any.isEmpty() || any.stream().anyMatch(claims::hasScope)) {
            return first;
        }
        return Optional.of(String.join(" or ", any));
    }
}
