package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** From which the coordinator derives the secrets of webhooks: drawn and kept at its first use. */
public final class WebhookSecretFile {

    private static final int BYTES = 32;

    /** That of the data directory. */
    public static String of(DataDirectory data, RandomGenerator random) {
        Path file = data.root().resolve("webhooks-secret");
        if (Files.exists(file)) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String drawn = HexFormat.of().formatHex(bytes);
        new SecretFile(file).write(drawn + "\n");
        return drawn;
    }

    private WebhookSecretFile() {}
}
