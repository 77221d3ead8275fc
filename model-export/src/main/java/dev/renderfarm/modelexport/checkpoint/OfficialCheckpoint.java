package dev.renderfarm.modelexport.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The official Z-Image-Turbo checkpoint, as its publisher's manifest lists it. */
public final class OfficialCheckpoint {

    private static final String UNKNOWN = "-";

    /** Every file that an export reads, in the order of the paths. */
    public static List<OfficialFile> files() {
        return text().lines().skip(1).map(OfficialCheckpoint::file).toList();
    }

    private static OfficialFile file(String line) {
        String[] fields = line.split("\t", -1);
        return new OfficialFile(fields[1], fields[0], number(fields[2]), number(fields[3]));
    }

    private static @Nullable Long number(String field) {
        return field.equals(UNKNOWN) ? null : Long.valueOf(field);
    }

    private static String text() {
        String name = "/official-checkpoints/z-image-turbo.tsv";
        try (InputStream in = Objects.requireNonNull(OfficialCheckpoint.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One file.
     *
     * @param path in the checkpoint's folder
     * @param md5 lower-case hex
     * @param bytes size of the file, where it is known
     * @param tensorBytes size of all tensors in it, where it holds some; the file is larger by a header of some
     * kilobytes
     */
    public record OfficialFile(
            String path,
            String md5,
            @Nullable Long bytes,
            @Nullable Long tensorBytes) {

        /** The file is not smaller than that; 0 where nothing is known. */
        public long leastBytes() {
            if (bytes != null) {
                return bytes;
            }
            return tensorBytes == null ? 0 : tensorBytes;
        }
    }

    private OfficialCheckpoint() {}
}
