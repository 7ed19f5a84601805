package dev.sluice.server.config;

import java.util.Locale;

/**
 * One thing an operator can set.
 *
 * <p>Immutable.
 *
 * @param key the name in files and, behind {@code --}, on the command line; kebab-case, its unit last
 * @param section the heading it stands under in the reference
 * @param kind how values are written
 * @param defaultText the default in the form an operator would write it
 * @param doc one or more sentences for help and reference
 */
public record Setting<T>(String key, Section section, Kind<T> kind, String defaultText, String doc) {
    /** What every environment variable of ours begins with. */
    static final String ENVIRONMENT_PREFIX = "SLUICE_";

    /** The headings of the reference, in their order. */
    public enum Section {
        /** Where the server listens. */
        LISTENING("Listening"),
        /** Where and how data is kept. */
        STORAGE("Storage"),
        /** Who may do what. */
        SECURITY("Security"),
        /** Connections and what they send. */
        SOCKETS("Sockets"),
        /** Ops, signals and connects. */
        RATES("Ops, signals and rates"),
        /** Requests over REST. */
        REST("REST and summaries"),
        /** The life of documents and their clients. */
        DOCUMENTS("Documents and clients"),
        /** What the server summarizes itself. */
        SUMMARIZERS("Summarizers in the server"),
        /** The process itself. */
        PROCESS("Process, logs and metrics");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        /** Returns the heading. */
        public String title() {
            return title;
        }
    }

    /** Returns the environment variable that sets it. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Tells whether the value says only where something is, in a file or in an environment variable. A malformed one may be
     * the secret itself, put where its name belongs, and is not shown.
     */
    boolean namesAPlace() {
        return key.endsWith("-file") || key.endsWith("-env");
    }

    /** Returns what stands for the value in help texts. */
    public String label() {
        return kind.label();
    }

    /** Returns what is accepted, as the reference says it. */
    public String accepts() {
        return kind.accepts();
    }

    /** Returns the value {@code text} stands for, or throws {@link IllegalArgumentException} saying what was expected. */
    T parse(String text) {
        return kind.parse(text);
    }

    /** Returns {@code text} in the one form in which values are shown. */
    String normalize(String text) {
        return kind.format(kind.parse(text));
    }
}
