package dev.sluice.server.transport.rest;

import dev.sluice.server.auth.RestAuthenticator;
import dev.sluice.server.auth.TokenMinter;
import dev.sluice.server.ordering.DocumentDirectory;
import dev.sluice.server.storage.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The neighbours the routes work with. Immutable.
 *
 * @param store the durable state
 * @param authenticator decides about tokens
 * @param minter makes the tokens that prove a creation
 * @param documents the documents being sequenced
 * @param revocation revokes tokens; empty where that is switched off
 * @param limiter decides about rates
 * @param listener is told what happens
 * @param readiness whether the service can take requests; asked on event loops
 * @param clock the time of commits and deletions
 * @param documentIds makes ids for documents whose creator gave none
 */
public record RestServices(
        Store store,
        RestAuthenticator authenticator,
        TokenMinter minter,
        DocumentDirectory documents,
        Optional<TokenRevocation> revocation,
        RequestLimiter limiter,
        RestListener listener,
        BooleanSupplier readiness,
        InstantSource clock,
        Supplier<String> documentIds) {}
