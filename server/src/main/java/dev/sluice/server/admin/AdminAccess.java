package dev.sluice.server.admin;

import dev.sluice.server.config.Secret;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the operator's routes: whoever has the admin token, or, where none is configured, programs on this
 * machine.
 *
 * <p>"On this machine" must not include a web page that a browser here happens to show, nor the rest of the world behind a
 * proxy here: both come from a loopback address and both give themselves away by a header. Immutable.
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
        return plain && isLoopback(request.remoteAddress())
                ? Optional.empty()
                : Optional.of(
                        new Refusal(403, "without an admin token only programs on the server's machine are let in"));
    }

    private static String presented(@Nullable String header) {
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    /** The address of a connection is always a literal, so nothing is looked up. */
    private static boolean isLoopback(@Nullable SocketAddress address) {
        if (address == null || address.hostAddress() == null) {
            return false;
        }
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.hostAddress());
        return literal != null && literal.isLoopbackAddress();
    }
}
