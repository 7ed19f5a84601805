package dev.sluice.server.transport.rest;

import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.config.Limit;

/** Is told what happens over REST, to measure it. Safe for use by many threads; must be cheap. */
public interface RestListener {
    /** A listener that measures nothing. */
    RestListener NONE = pattern -> (status, nanos) -> {};

    /** Is told of the requests of one route. */
    @FunctionalInterface
    interface RouteListener {
        /**
         * A request was answered.
         *
         * @param status the HTTP status of the answer
         * @param nanos the time from the request's head to the end of the answer
         */
        void answered(int status, long nanos);
    }

    /**
     * Returns who is told of the requests of a route. Asked once for each route, when the routes are made.
     *
     * @param pattern method and path with names for its variable segments, or one of few words for what has no route
     */
    RouteListener route(String pattern);

    /** So many bytes of bodies were received. */
    default void received(long bytes) {}

    /** So many bytes of bodies were sent. */
    default void sent(long bytes) {}

    /** A token was refused. */
    default void tokenRefused(TokenCheck.Refused refusal) {}

    /** A request was refused because it was over a limit. */
    default void refused(Limit limit) {}
}
