package dev.sluice.server.pool;

import dev.sluice.agent.SummarizerElection.Kind;
import dev.sluice.protocol.RawJson;
import java.util.List;

/**
 * Whether the pool sees to a document. Pure.
 *
 * <table>
 *   <caption>Who sees to a document</caption>
 *   <tr><th>writers</th><th>who</th></tr>
 *   <tr><td>an interactive client among them</td><td>clients: they elect one of themselves</td></tr>
 *   <tr><td>a summarizer among them</td><td>that one</td></tr>
 *   <tr><td>others only</td><td>the pool, after many ops</td></tr>
 *   <tr><td>none</td><td>the pool, after a few</td></tr>
 * </table>
 */
enum Attention {
    /** A client that can be elected is there, or a summarizer is at work. */
    LEFT_TO_CLIENTS,
    /** Writers are there of whom nobody expects that they summarize. */
    BESIDE_WRITERS,
    /** Nobody is there who writes. */
    DESERTED;

    /**
     * Decides.
     *
     * @param members what each writer says of itself
     */
    static Attention to(List<RawJson> members) {
        if (members.isEmpty()) {
            return DESERTED;
        }
        boolean isLeft = members.stream().map(Kind::of).anyMatch(kind -> kind != Kind.HEADLESS);
        return isLeft ? LEFT_TO_CLIENTS : BESIDE_WRITERS;
    }
}
