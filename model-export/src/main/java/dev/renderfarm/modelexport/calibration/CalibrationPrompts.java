package dev.renderfarm.modelexport.calibration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What the transformer is observed with: prompts like those that it will be given. */
public record CalibrationPrompts(List<String> prompts) {

    private static final String BUILT_IN = "/calibration/prompts.txt";
    private static final int MOST_PROMPTS = 16;
    private static final long MOST_BYTES = 1 << 20;

    public CalibrationPrompts {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty() || prompts.size() > MOST_PROMPTS) {
            throw new IllegalArgumentException(
                    "from 1 to " + MOST_PROMPTS + " prompts are needed, one a line: " + prompts.size());
        }
    }

    /** Product pictures, in English and Chinese. */
    public static CalibrationPrompts builtIn() {
        try (InputStream in = CalibrationPrompts.class.getResourceAsStream(BUILT_IN)) {
            return parse(Objects.requireNonNull(in, BUILT_IN).readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(BUILT_IN + " cannot be read", e);
        }
    }

    /**
     * One prompt a line in UTF-8; empty lines are skipped.
     *
     * @throws CalibrationException if the file cannot be used, naming it and the reason
     */
    public static CalibrationPrompts read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new CalibrationException(file + ": more than " + MOST_BYTES + " bytes; give fewer prompts");
            }
            return parse(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw new CalibrationException(file + ": not UTF-8", e);
        } catch (IOException e) {
            throw new CalibrationException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CalibrationException(file + ": " + e.getMessage(), e);
        }
    }

    private static CalibrationPrompts parse(byte[] text) throws CharacterCodingException {
        return new CalibrationPrompts(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(text))
                .toString()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList());
    }
}
