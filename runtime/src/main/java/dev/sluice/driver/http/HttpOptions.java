package dev.sluice.driver.http;

import dev.sluice.driver.Backoff;
import dev.sluice.driver.TokenProvider;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a service is spoken to. Immutable.
 *
 * <p>Defaults suit Sluice and Tinylicious; see {@link #routerlicious} for the others.
 *
 * @since 0.1
 */
public final class HttpOptions {
    private final Builder values;

    private HttpOptions(Builder values) {
        this.values = values;
    }

    /** Returns a builder for a service with everything at one address. */
    public static Builder of(URI base, TokenProvider tokens) {
        return of(ServiceEndpoints.of(base), tokens);
    }

    /** Returns a builder. */
    public static Builder of(ServiceEndpoints endpoints, TokenProvider tokens) {
        return new Builder(endpoints, tokens);
    }

    /** Returns a builder for a service with discovery and whole summaries. */
    public static Builder routerlicious(ServiceEndpoints endpoints, TokenProvider tokens) {
        return of(endpoints, tokens).with(HttpFeature.DISCOVERY).with(HttpFeature.WHOLE_SUMMARIES);
    }

    ServiceEndpoints endpoints() {
        return values.endpoints;
    }

    TokenProvider tokens() {
        return values.tokens;
    }

    boolean has(HttpFeature feature) {
        return values.features.contains(feature);
    }

    AuthScheme auth() {
        return values.auth;
    }

    Duration timeout() {
        return values.timeout;
    }

    Duration pingEvery() {
        return values.pingEvery;
    }

    Backoff backoff() {
        return values.backoff;
    }

    int attempts() {
        return values.attempts;
    }

    Duration throttlePatience() {
        return values.throttlePatience;
    }

    long maxAnswerBytes() {
        return values.maxAnswerBytes;
    }

    int maxFrameChars() {
        return values.maxFrameChars;
    }

    long maxWaitingBytes() {
        return values.maxWaitingBytes;
    }

    /** Collects options; confined to one thread. */
    public static final class Builder {
        private final ServiceEndpoints endpoints;
        private final TokenProvider tokens;
        private final Set<HttpFeature> features = EnumSet.of(HttpFeature.RESTLESS);
        private AuthScheme auth = AuthScheme.BASIC;
        private Duration timeout = Duration.ofSeconds(20);
        private Duration pingEvery = Duration.ofSeconds(60);
        private Backoff backoff = Backoff.DEFAULT;
        private int attempts = 4;
        private Duration throttlePatience = Duration.ofMinutes(2);
        private long maxAnswerBytes = 512L << 20;
        private int maxFrameChars = 64 << 20;
        private long maxWaitingBytes = 8L << 20;

        private Builder(ServiceEndpoints endpoints, TokenProvider tokens) {
            this.endpoints = endpoints;
            this.tokens = tokens;
        }

        private Builder(Builder other) {
            this(other.endpoints, other.tokens);
            features.clear();
            features.addAll(other.features);
            auth = other.auth;
            timeout = other.timeout;
            pingEvery = other.pingEvery;
            backoff = other.backoff;
            attempts = other.attempts;
            throttlePatience = other.throttlePatience;
            maxAnswerBytes = other.maxAnswerBytes;
            maxFrameChars = other.maxFrameChars;
            maxWaitingBytes = other.maxWaitingBytes;
        }

        /** Uses a form of requests. */
        public Builder with(HttpFeature feature) {
            features.add(feature);
            return this;
        }

        /** Does without a form of requests; {@link HttpFeature#RESTLESS} is there by default. */
        public Builder without(HttpFeature feature) {
            features.remove(feature);
            return this;
        }

        /** Shows tokens in another way. */
        public Builder auth(AuthScheme scheme) {
            auth = scheme;
            return this;
        }

        /** Waits that long for a connection, for an answer to begin, and for a body to go on, either way; 20 s. */
        public Builder timeout(Duration wait) {
            timeout = wait;
            return this;
        }

        /** Asks a live stream's service about its presence that often, to measure latency; 60 s. */
        public Builder pingEvery(Duration interval) {
            pingEvery = interval;
            return this;
        }

        /** Waits like that between attempts of requests that may be repeated. */
        public Builder backoff(Backoff waits) {
            backoff = waits;
            return this;
        }

        /** Makes that many attempts, from 1; 4. */
        public Builder attempts(int count) {
            attempts = count;
            return this;
        }

        /** Waits that long in all, in one request, when the service asks for patience; 2 min. */
        public Builder throttlePatience(Duration wait) {
            throttlePatience = wait;
            return this;
        }

        /** Accepts answers of that many bytes after decompression; 512 MiB. */
        public Builder maxAnswerBytes(long bytes) {
            maxAnswerBytes = bytes;
            return this;
        }

        /** Accepts messages on a live stream of that many characters; 64 Mi. */
        public Builder maxFrameChars(int chars) {
            maxFrameChars = chars;
            return this;
        }

        /**
         * Reads nothing more from a live stream while more than that many bytes of what came wait for the application; 8 MiB.
         * Zero reads one message at a time.
         */
        public Builder maxWaitingBytes(long bytes) {
            maxWaitingBytes = bytes;
            return this;
        }

        /** Returns the options. */
        public HttpOptions build() {
            return new HttpOptions(new Builder(this));
        }
    }
}
