package dev.sluice.server.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code sluice version}. */
@Command(
        description = "Prints the version of the program and of the Java it runs on.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class VersionCommand implements Runnable {
    private final CliContext context;

    VersionCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.out().println(line());
    }

    private static String line() {
        return "sluice " + Version.current() + " (Java " + Runtime.version() + ")";
    }

    /** Answers {@code --version} of every command. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
