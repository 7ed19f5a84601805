package dev.sluice.server.admin;

import dev.sluice.server.config.Secret;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the operator's routes: whoever has the admin token, or, where none is configured, programs on this
 * machine.
 *
 * <p>"On this machine" must not include a web page that a browser here happens to show. It comes from a loopback address, and
 * gives itself away by a header, or, if its own name was made to point here so that the browser takes us for its origin, by
 * that name in {@code Host}. A proxy here also gives itself away by a header, if it sends one: that is only a second line,
 * and behind a proxy an admin token is needed. Immutable.
 */
final class AdminAccess {
    private static final String BEARER = "Bearer ";
    private static final List<String> NOT_A_LOCAL_PROGRAM =
            List.of("Origin", "Sec-Fetch-Site", "Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final Optional<Secret> token;

    AdminAccess(Optional<Secret> token) {
        this.token = token;
    }

    /** What is wrong with a request. Immutable. */
    record Refusal(int status, String message) {}

    /** Returns why the request is refused, or nothing if it is not. */
    Optional<Refusal> refuse(HttpServerRequest request) {
        if (token.isPresent()) {
            return token.get().matches(presented(request.getHeader("Authorization")))
                    ? Optional.empty()
                    : Optional.of(new Refusal(401, "the admin token is missing or wrong"));
        }
        boolean plain = NOT_A_LOCAL_PROGRAM.stream().noneMatch(request.headers()::contains);
        return plain && isLoopback(request.remoteAddress()) && isLocalName(request.authority())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        403,
                        "without an admin token only programs on the server's machine are let in, under localhost or a"
                                + " loopback address"));
    }

    private static String presented(@Nullable String header) {
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    private static boolean isLocalName(@Nullable HostAndPort authority) {
        return authority != null && (authority.host().equalsIgnoreCase("localhost") || isLoopback(authority.host()));
    }

    private static boolean isLoopback(@Nullable SocketAddress address) {
        return address != null && address.hostAddress() != null && isLoopback(address.hostAddress());
    }

    /** Only a literal is an address, so nothing is looked up. */
    private static boolean isLoopback(String host) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        return literal != null && literal.isLoopbackAddress();
    }
}
