package dev.sluice.server.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves what only numbers ops, to find the generator's own limit. */
@Command(
        name = "echo",
        description = "Serves a sequencer that does nothing but number ops, to find the generator's own limit.",
        mixinStandardHelpOptions = true)
final class EchoCommand implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "Port to listen on.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try (EchoSequencer sequencer = EchoSequencer.listen(port)) {
            System.out.println("listening on " + sequencer.port());
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
