package dev.sluice.server.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs in {@code src/interop} that drive clients, each in a process of its own, and the executable jar that they are run against. */
final class Suite {
    static final Path FOLDER = Path.of("src/interop").toAbsolutePath();

    private static final Path JAR = Path.of("target/sluice.jar").toAbsolutePath();
    private static final int SHOWN_LINES = 100;

    private Suite() {}

    /**
     * Starts the jar, runs a program against it, and kills and restarts the jar when the program asks for that. Fails with the
     * program's last lines if it does.
     *
     * @param folder where the server has its data
     * @param program what stands behind {@code drive.mjs}, but for the address of the server
     * @param serverArguments what the server is given besides its port and folder
     */
    static void drive(Path folder, List<String> program, List<String> serverArguments)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of("node", "drive.mjs"));
        command.addAll(program);
        command.addAll(List.of("--url", "http://127.0.0.1:" + port, "--"));
        command.addAll(List.of(java(), "-jar", JAR.toString(), "serve", "--port", String.valueOf(port)));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(serverArguments);
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = outputFile();
        int exitCode = start(command, output).waitFor();
        if (exitCode != 0) {
            List<String> lines = Files.readAllLines(output);
            List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
            fail("%s ended with %d; the end of %s:%n%s"
                    .formatted(String.join(" ", command), exitCode, output, String.join("\n", last)));
        }
    }

    /** Starts a command in the suite's folder; what it says goes to a file. */
    static Process start(List<String> command) throws IOException {
        return start(command, outputFile());
    }

    private static Process start(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        return process;
    }

    private static Path outputFile() throws IOException {
        Path outputs = Files.createDirectories(Path.of("target/interop").toAbsolutePath());
        return Files.createTempFile(outputs, "run-", ".log");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
