package dev.renderfarm.modelexport.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The official Z-Image-Turbo checkpoint, as its publisher's manifest lists it. */
public final class OfficialCheckpoint {

    /** MD5 sums in lower-case hex by the paths of the files. */
    public static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        text().lines().forEach(line -> {
            String[] sumAndPath = line.split(" {2}", 2);
            files.put(sumAndPath[1], sumAndPath[0]);
        });
        return files;
    }

    private static String text() {
        String name = "/official-checkpoints/z-image-turbo.md5";
        try (InputStream in = Objects.requireNonNull(OfficialCheckpoint.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OfficialCheckpoint() {}
}
