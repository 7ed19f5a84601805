package dev.sluice.server.config;

import dev.sluice.server.config.Setting.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the server listens, and under which addresses clients find it. */
final class ListeningSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.LISTENING);

    static final Setting<String> HOST = GROUP.define(
            "host",
            Kind.text("HOST"),
            "127.0.0.1",
            "Address to listen on. `0.0.0.0` means every address of the machine.");
    static final Setting<Integer> PORT =
            GROUP.define("port", Kind.count(0, 65_535), "7070", "Port to listen on; 0 takes a free one.");
    static final Setting<Optional<URI>> PUBLIC_URL = GROUP.define(
            "public-url",
            Kind.url().optional(),
            "",
            "Base URL under which clients reach this server, for session discovery. Without it the request's own host"
                    + " is used.");
    static final Setting<Optional<URI>> ORDERER_URL = GROUP.define(
            "orderer-url",
            Kind.url().optional(),
            "",
            "What session discovery names as `ordererUrl`, if not `public-url`.");
    static final Setting<Optional<URI>> HISTORIAN_URL = GROUP.define(
            "historian-url",
            Kind.url().optional(),
            "",
            "What session discovery names as `historianUrl`, if not `public-url`.");
    static final Setting<Optional<URI>> DELTA_STREAM_URL = GROUP.define(
            "delta-stream-url",
            Kind.url().optional(),
            "",
            "What session discovery names as `deltaStreamUrl`, if not `public-url`.");
    static final Setting<Optional<Path>> TLS_CERTIFICATE_FILE = GROUP.define(
            "tls-certificate-file",
            Kind.path().optional(),
            "",
            "PEM file with the server's certificate and its chain. With `tls-key-file` it turns TLS on.");
    static final Setting<Optional<Path>> TLS_KEY_FILE =
            GROUP.define("tls-key-file", Kind.path().optional(), "", "PEM file with the certificate's private key.");
    static final Setting<Optional<Path>> STATIC_FILES = GROUP.define(
            "static-files",
            Kind.path().optional(),
            "",
            "Folder whose files are served to anybody under `/app/`, such as the page of an application. Links in it are"
                    + " followed; files whose names begin with a dot are not served, folders are not listed.");

    private ListeningSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
