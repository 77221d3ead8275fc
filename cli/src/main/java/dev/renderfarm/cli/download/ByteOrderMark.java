package dev.renderfarm.cli.download;

import dev.renderfarm.common.id.BatchFile;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The mark by which Excel tells that a CSV is UTF-8. Readers that do not know it take it for part of the first column.
 */
public final class ByteOrderMark {

    private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Puts it before the manifest of a folder that {@link BatchDownload} has filled. */
    public static void putBeforeManifest(Path directory) throws InterruptedException {
        DownloadFolder folder = new DownloadFolder(directory);
        Path manifest = folder.file(BatchFile.MANIFEST.fileName());
        folder.put(manifest, part -> {
            try (var begun = Files.newInputStream(manifest);
                    OutputStream marked = Files.newOutputStream(part)) {
                byte[] start = begun.readNBytes(UTF_8.length);
                marked.write(UTF_8);
                marked.write(Arrays.equals(start, UTF_8) ? new byte[0] : start);
                begun.transferTo(marked);
            }
        });
    }

    private ByteOrderMark() {}
}
