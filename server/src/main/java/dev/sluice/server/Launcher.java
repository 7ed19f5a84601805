package dev.sluice.server;

import dev.sluice.server.admin.ServerLauncher;
import dev.sluice.server.config.ServerConfig;
import java.time.InstantSource;

/** The launcher that the command line finds: a server on the system's clock. */
public final class Launcher implements ServerLauncher {
    /** Called by the service loader. */
    public Launcher() {}

    @Override
    public Server start(ServerConfig config) {
        return SluiceServer.start(config, InstantSource.system());
    }
}
