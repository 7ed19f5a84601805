package dev.sluice.server.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures servers that speak the service protocol. */
@Command(
        name = "bench",
        description = "Measures servers that speak the service protocol.",
        subcommands = {RunCommand.class, CompareCommand.class, EchoCommand.class},
        mixinStandardHelpOptions = true)
public final class Bench {

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
