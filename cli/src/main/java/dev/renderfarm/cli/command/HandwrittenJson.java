package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people write for a command. */
final class HandwrittenJson {

    /** The farm takes no body that is longer. */
    private static final long MOST_BYTES = 4 << 20;

    /** @throws FarmException naming the file and what is wrong in it */
    static <T> T read(Path file, Class<T> type) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new FarmException(FailureCode.INVALID_REQUEST, file + " is larger than the farm takes");
            }
            return Json.readExactly(Files.readAllBytes(file), type);
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + file);
        } catch (MalformedJsonException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, file + " is " + e.getMessage());
        }
    }

    private HandwrittenJson() {}
}
