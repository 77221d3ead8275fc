package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Configuration of one process of the farm, in a file that only its owner may read: the keys of the bucket are in it.
 * The same program reads the same file wherever it is started, by the farm or by an IDE.
 */
public record SettingsFile(Path path) {

    /** Above the environment, in which a shell may name another cluster, and below system properties. */
    private static final String ORDINAL = "350";

    /** Names the files that a Quarkus program reads besides its own. */
    private static final String LOCATIONS = "quarkus.config.locations";

    /** Replaces what the file holds. */
    public void write(Map<String, String> settings) {
        Properties all = new Properties();
        all.putAll(settings);
        all.put("config_ordinal", ORDINAL);
        StringWriter text = new StringWriter();
        try {
            all.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new SecretFile(path).write(text.toString());
    }

    /** The system property by which a program reads the file. */
    public Map<String, String> property() {
        return Map.of(LOCATIONS, path.toUri().toString());
    }
}
