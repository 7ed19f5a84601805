package dev.sluice.server.admin;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command about a store: opens it, does its work, closes it. */
abstract class SourceCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final SourceOptions options = new SourceOptions();

    SourceCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public final Integer call() throws IOException {
        try (DocumentSource source = open()) {
            int code = run(source);
            context.out().flush();
            return code;
        }
    }

    /** Opens what the options name; a command that changes something opens it for that. */
    DocumentSource open() throws IOException {
        return options.openForReading(context);
    }

    /** Does the work and returns the exit code. */
    abstract int run(DocumentSource source) throws IOException;

    final CliContext context() {
        return context;
    }

    final SourceOptions options() {
        return options;
    }
}
