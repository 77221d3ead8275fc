package dev.renderfarm.standalone.layout;

import dev.renderfarm.common.access.KeySecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The API key of the first admin: drawn at the farm's first start, in a file of its owner's; a keyless farm ignores it. */
public final class FirstApiKey {

    /** That of the data directory, drawn and kept at its first use. */
    public static KeySecret of(DataDirectory data, RandomGenerator random) {
        return read(data).orElseGet(() -> {
            KeySecret drawn = KeySecret.random(random);
            new SecretFile(data.apiKey()).write(drawn.text() + "\n");
            return drawn;
        });
    }

    private static Optional<KeySecret> read(DataDirectory data) {
        if (!Files.exists(data.apiKey())) {
            return Optional.empty();
        }
        try {
            Optional<KeySecret> key =
                    KeySecret.parse(Files.readString(data.apiKey()).strip());
            if (key.isEmpty()) {
                throw new IllegalStateException(
                        data.apiKey() + " holds no API key: delete it, and another one is drawn");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + data.apiKey(), e);
        }
    }

    private FirstApiKey() {}
}
