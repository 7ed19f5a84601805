package dev.sluice.server.admin;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One run of the command line inside this process. */
record CliRun(int code, String out, String err) {
    static CliRun of(String... args) {
        return of(Map.of(), args);
    }

    static CliRun of(Map<String, String> environment, String... args) {
        return of(
                environment,
                config -> {
                    throw new ServerLauncher.StartupException("no server in this test");
                },
                args);
    }

    static CliRun of(Map<String, String> environment, ServerLauncher launcher, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CliContext context =
                new CliContext(environment, new PrintWriter(out, true), new PrintWriter(err, true), () -> launcher);
        int code = SluiceCli.execute(context, args);
        return new CliRun(code, out.toString(), err.toString());
    }
}
