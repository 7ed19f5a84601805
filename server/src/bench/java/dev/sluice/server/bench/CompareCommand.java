package dev.sluice.server.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures several servers side by side, taking turns: scenario by scenario, and in the opposite order every other round, so
 * that whatever the machine does meanwhile falls on all of them.
 */
@Command(
        name = "compare",
        description = "Measures several servers in turns and prints one table of medians.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Option(
            names = "--server",
            description = "name=command, once for each; the first is compared with each of the others. Default: Sluice"
                    + " as it was built here and Tinylicious as it lies among the compatibility tests, in memory and,"
                    + " but for --quick, on LevelDB.")
    private List<String> servers = List.of();

    @Option(names = "--rounds", description = "How often everything is measured (default: 3, or 1 with --quick).")
    private int rounds;

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    private record Contender(ServerCommand command, Results results) {}

    @Override
    public Integer call() {
        List<Scenario> scenarios = new Suite(options).scenarios();
        List<ServerCommand> commands = servers.isEmpty()
                ? options.knownServers()
                : servers.stream().map(ServerCommand::parse).toList();
        List<Contender> contenders = commands.stream()
                .map(command -> new Contender(command, new Results(command.name(), System.err)))
                .toList();
        for (int round = 0; round < options.rounds(rounds); round++) {
            for (Scenario scenario : scenarios) {
                for (int i = 0; i < contenders.size(); i++) {
                    Contender next = contenders.get(round % 2 == 0 ? i : contenders.size() - 1 - i);
                    Runner.run(scenario, next.command(), next.results());
                }
            }
        }
        List<Results> results = contenders.stream().map(Contender::results).toList();
        System.out.print(new Report(results).toMarkdown());
        return 0;
    }
}
