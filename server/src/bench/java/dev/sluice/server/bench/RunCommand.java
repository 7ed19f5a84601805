package dev.sluice.server.bench;

import dev.sluice.server.bench.client.ServiceAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures one server. */
@Command(name = "run", description = "Measures one server.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    /** Either a server to start or one that runs. */
    static final class Target {
        @Option(names = "--start", description = "name=command; {port} and {data} in it are replaced.")
        private @Nullable String start;

        @ArgGroup(exclusive = false)
        private @Nullable Running running;
    }

    /** A server that runs. */
    static final class Running {
        @Option(names = "--url", required = true, description = "Where it listens, such as http://localhost:7070.")
        private String url = "";

        @Option(names = "--pid", required = true, description = "Its process, on this machine.")
        private long pid;
    }

    @Override
    public Integer call() {
        List<Scenario> scenarios = new Suite(options).scenarios();
        Results results;
        if (target.running != null) {
            Running running = target.running;
            results = new Results(running.url, System.err);
            Server server = Server.attached(running.url, ServiceAddress.of(running.url), running.pid);
            scenarios.forEach(scenario -> Runner.run(scenario, server, results));
        } else {
            ServerCommand command = ServerCommand.parse(Objects.requireNonNull(target.start));
            results = new Results(command.name(), System.err);
            scenarios.forEach(scenario -> Runner.run(scenario, command, results));
        }
        System.out.print(new Report(List.of(results)).toMarkdown());
        return results.failures().isEmpty() ? 0 : 1;
    }
}
