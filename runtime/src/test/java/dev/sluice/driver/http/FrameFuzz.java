package dev.sluice.driver.http;

import dev.sluice.fuzz.Findings;
import dev.sluice.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a service may say on a socket, and in answers that refuse. */
public final class FrameFuzz {
    private FrameFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Findings.refuseOrTake(() -> {
            Packet packet = Packet.parse(new String(input, StandardCharsets.UTF_8));
            if (packet instanceof Packet.Event event) {
                event.arguments().forEach(FrameFuzz::readAsAnything);
            }
        });
        Findings.refuseOrTake(() -> ErrorReader.ofAnswer(429, input, Optional.empty(), "GET"));
    }

    private static void readAsAnything(RawJson argument) {
        Findings.refuseOrTake(() -> Events.ops(argument));
        Findings.refuseOrTake(() -> Events.nacks(argument));
        Findings.refuseOrTake(() -> Events.signal(argument));
        Findings.refuseOrTake(() -> Events.connected(argument));
        Findings.refuseOrTake(() -> ErrorReader.ofConnect(argument));
    }
}
