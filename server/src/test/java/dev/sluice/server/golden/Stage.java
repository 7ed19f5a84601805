package dev.sluice.server.golden;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What the parts of one replay share. Confined to the replay's thread, but for the arrivals and the log. */
final class Stage {

    private final Transcript transcript;
    private final ServerUnderTest server;
    private final Duration patience;
    private final TokenMinter minter = new TokenMinter(InstantSource.system());
    private final Recording recording;
    private final Correlation ids = new Correlation();
    private final LiveLog log = new LiveLog();
    private final Arrivals arrivals = new Arrivals();
    private final Trees trees = new Trees();
    private final List<Difference> differences = new ArrayList<>();

    Stage(Transcript transcript, ServerUnderTest server, Duration patience) {
        this.patience = patience;
        this.transcript = transcript;
        this.server = server;
        this.recording = new Recording(transcript);
    }

    /** The replay cannot go on: what comes next depends on what did not come. */
    static final class Stuck extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stuck() {
            super("what comes next depends on what did not come");
        }
    }

    String scenario() {
        return transcript.name();
    }

    Transcript transcript() {
        return transcript;
    }

    ServerUnderTest server() {
        return server;
    }

    /** How long something that is due may take. */
    Duration patience() {
        return patience;
    }

    Profile profile() {
        return server.profile();
    }

    Recording recording() {
        return recording;
    }

    TokenMinter minter() {
        return minter;
    }

    Correlation ids() {
        return ids;
    }

    LiveLog log() {
        return log;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    Trees trees() {
        return trees;
    }

    List<Difference> differences() {
        return differences;
    }

    Comparison comparison(int line) {
        return new Comparison(scenario(), line, profile(), ids);
    }

    void report(Comparison comparison) {
        differences.addAll(comparison.differences());
    }

    void differ(int line, String path, String recorded, String got) {
        differences.add(new Difference(scenario(), line, path, recorded, got));
    }

    Stuck stuck(int line, String path, String recorded, String got) {
        differ(line, path, recorded, got);
        return new Stuck();
    }

    /** A text of the recording with live names and fresh tokens in it. */
    String fill(String text) {
        return Placeholders.fillTokens(ids.translate(text), this::token);
    }

    private String token(String name) {
        String claims = String.valueOf(transcript.claims().get(name));
        return minter.remint(Json.parse(ids.translate(claims)), Scenarios.secret(scenario(), name));
    }
}
