package dev.renderfarm.endtoend.chaos.farm;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one process, by a small library that is loaded before all others and adds an offset; what measures how
 * long something takes goes on as it did, as where a machine's clock is set.
 */
final class ShiftedClock {

    private static final String SOURCE = "shifted_clock.c";

    private final Path library;
    private final Path offset;

    /** @param offset file that the process maps into its memory */
    ShiftedClock(Path library, Path offset) throws IOException {
        this.library = library;
        this.offset = offset;
        shift(Duration.ZERO);
    }

    /** The library, compiled into that folder; empty where there is no C compiler. */
    static Optional<Path> compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(SOURCE);
        Path library = folder.resolve("shifted-clock.so");
        try (InputStream text = requireNonNull(ShiftedClock.class.getResourceAsStream(SOURCE), "no source")) {
            Files.write(source, text.readAllBytes());
        }
        try {
            Command compiled =
                    Command.run("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
            return compiled.isGood() ? Optional.of(library) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of the process. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "SHIFTED_CLOCK", offset.toString());
    }

    void shift(Duration by) throws IOException {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        seconds.putLong(by.toSeconds()).flip();
        try (FileChannel file = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(seconds, 0);
        }
    }
}
