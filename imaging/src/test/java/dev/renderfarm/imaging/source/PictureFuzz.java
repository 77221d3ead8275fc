package dev.renderfarm.imaging.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;

/** Whatever is taken for a picture is read, or refused by name; no reader of ours stumbles over it. For {@code scripts/fuzz}. */
public final class PictureFuzz {

    private static final SourceReader READER = new SourceReader(new SourceLimits(1 << 20, 2_048, 1 << 20));

    /** Called for each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] file) {
        try {
            Pixels pixels = READER.read(file);
            SourceHeader header = READER.header(file);
            assertThat(pixels.width()).isEqualTo(header.width());
            assertThat(pixels.height()).isEqualTo(header.height());
        } catch (SourceRefusedException e) {
            for (Throwable cause : e.getSuppressed()) {
                if (isOurs(cause)) {
                    throw new AssertionError("a reader of ours has broken: " + cause, cause);
                }
            }
        }
    }

    /** Whether our own code has thrown it, be it by way of Java's. */
    private static boolean isOurs(Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java."))
                .findFirst()
                .filter(name -> name.startsWith("dev.renderfarm."))
                .isPresent();
    }

    private PictureFuzz() {}
}
