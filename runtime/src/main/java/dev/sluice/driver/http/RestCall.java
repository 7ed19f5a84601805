package dev.sluice.driver.http;

import dev.sluice.driver.TokenRequest.Surface;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One request to a service. Immutable.
 *
 * @param method the HTTP method
 * @param surface which address and which token
 * @param path below the address, with query; encoded
 * @param body JSON
 * @param repeat whether it does no harm to ask twice
 */
record RestCall(String method, Surface surface, String path, Optional<RestBody> body, Repeat repeat) {
    enum Repeat {
        SAFE,
        /** Only after answers that say that nothing was done. */
        UNSAFE
    }

    static RestCall get(Surface surface, String path) {
        return new RestCall("GET", surface, path, Optional.empty(), Repeat.SAFE);
    }

    /** A request that stores what is addressed by its content. */
    static RestCall store(String path, RestBody body) {
        return new RestCall("POST", Surface.STORAGE, path, Optional.of(body), Repeat.SAFE);
    }

    /** Returns the same with another body in the place of its own, if it has one. */
    RestCall withBody(UnaryOperator<RestBody> change) {
        return new RestCall(method, surface, path, body.map(change), repeat);
    }

    /** Returns path and query of the n-th repetition (SVC §1.1). */
    String pathOfAttempt(int repetition) {
        if (repetition == 0) {
            return path;
        }
        return path + (path.indexOf('?') < 0 ? '?' : '&') + "retry=" + repetition;
    }
}
