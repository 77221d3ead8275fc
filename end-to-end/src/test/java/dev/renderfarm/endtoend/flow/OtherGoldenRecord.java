package dev.renderfarm.endtoend.flow;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of packages, sound but for a golden record of another picture. */
final class OtherGoldenRecord {

    private static final int BYTES_OF_PICTURE = 3_000;

    /** @return the folder of the copy */
    static Path in(Path model, Path copy) throws IOException {
        for (Path file : files(model)) {
            Path target = copy.resolve(model.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        Path record = copy.resolve(ModelManifest.GOLDEN_RECORD);
        String before = Sha256.hex(record);
        byte[] bytes = Files.readAllBytes(record);
        // the picture is the last tensor of the file
        for (int i = bytes.length - BYTES_OF_PICTURE; i < bytes.length; i++) {
            bytes[i] ^= (byte) 0x80;
        }
        Files.write(record, bytes);
        Path manifest = copy.resolve(ModelManifest.FILE_NAME);
        Files.writeString(manifest, Files.readString(manifest).replace(before, Sha256.hex(record)));
        return copy;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private OtherGoldenRecord() {}
}
