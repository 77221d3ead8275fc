package dev.renderfarm.standalone.layout;

import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Keys of the farm's own object store. */
public record S3Credentials(String accessKey, String secretKey) {

    private static final int ACCESS_KEY_BYTES = 10;
    private static final int SECRET_KEY_BYTES = 20;

    /** Those of the data directory, drawn and kept at its first use. */
    public static S3Credentials of(DataDirectory data, RandomGenerator random) {
        Path file = data.s3().resolve("credentials.json");
        if (Files.exists(file)) {
            try {
                return Json.read(Files.readAllBytes(file), S3Credentials.class);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        S3Credentials drawn = new S3Credentials(hex(ACCESS_KEY_BYTES, random), hex(SECRET_KEY_BYTES, random));
        new SecretFile(file).write(Json.pretty(drawn));
        return drawn;
    }

    @Override
    public String toString() {
        return "S3Credentials[accessKey=" + accessKey + "]";
    }

    private static String hex(int count, RandomGenerator random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
