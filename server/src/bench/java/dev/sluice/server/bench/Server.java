package dev.sluice.server.bench;

import dev.sluice.server.bench.client.ServiceAddress;

/** A server that is running now. */
interface Server extends AutoCloseable {
    String name();

    ServiceAddress service();

    ProcessMeter meter();

    /** Ends this use of the server; one that was started for it stops. */
    @Override
    void close();

    /** Returns a server that runs on its own and stays when we are done. */
    static Server attached(String name, ServiceAddress service, long pid) {
        ProcessMeter meter = new ProcessMeter(pid);
        return new Server() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ServiceAddress service() {
                return service;
            }

            @Override
            public ProcessMeter meter() {
                return meter;
            }

            @Override
            public void close() {}
        };
    }
}
