package dev.sluice.server.admin;

/** The program {@code sluice}. */
public final class Main {
    private Main() {}

    /**
     * Runs the command that {@code args} name and ends the process.
     *
     * <p>It always ends it explicitly: a server that failed to start may have left threads that would keep the process
     * alive.
     */
    public static void main(String[] args) {
        System.exit(SluiceCli.execute(CliContext.ofProcess(), args));
    }
}
