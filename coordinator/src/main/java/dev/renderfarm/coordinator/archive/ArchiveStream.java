package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.disk.LocalFolder;
import dev.renderfarm.coordinator.items.ItemPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP that is made as it is read: one picture is held besides those that are read ahead. Pictures are stored as they
 * are, since none of their formats shrinks; the manifest is last. Where a picture is not there as it was rendered, reading
 * fails rather than ends. For one thread.
 */
final class ArchiveStream extends InputStream {

    private final PictureReading pictures;
    private final ItemPages items;
    private final LocalFolder folder;
    private final ArchiveManifest manifest;
    private final FileTime time;
    private final ArchiveNames names = new ArchiveNames();
    private final Piece piece = new Piece();
    private final ZipOutputStream zip = new ZipOutputStream(piece);
    private boolean ended;

    /** @param folder of its own, which goes when it is closed */
    ArchiveStream(PictureReading pictures, ItemPages items, LocalFolder folder, Instant now) throws IOException {
        this.pictures = pictures;
        this.items = items;
        this.folder = folder;
        this.manifest = new ArchiveManifest(folder.file(ArchiveManifest.NAME));
        this.time = FileTime.from(now);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (piece.isEmpty() && !ended) {
            piece.reset();
            PictureReading.Read next = pictures.next();
            if (next == null) {
                end();
            } else {
                add(next);
            }
        }
        return piece.isEmpty() ? -1 : piece.take(target, offset, length);
    }

    private void add(PictureReading.Read next) throws IOException {
        RenderItem item = items.item(
                        next.picture().task().batchId(), next.picture().task().index())
                .fold(found -> found, lost -> null);
        if (item == null) {
            throw new IOException("the line of task " + next.picture().task() + " is lost");
        }
        String name = names.of(new ImageFile(item.imageName(), item.image().outputFormat()));
        CRC32 crc = new CRC32();
        crc.update(next.file());
        ZipEntry entry = entry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(next.file().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(next.file());
        zip.closeEntry();
        manifest.add(name, next.picture(), item);
    }

    /** The manifest goes out in one piece: a row for each picture, of which there are only so many. */
    private void end() throws IOException {
        zip.putNextEntry(entry(ArchiveManifest.NAME));
        Files.copy(manifest.finish(), zip);
        zip.closeEntry();
        zip.finish();
        ended = true;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(time);
        return entry;
    }

    @Override
    public void close() throws IOException {
        pictures.stop();
        try (folder;
                manifest) {
            ended = true;
        }
    }

    /** What has been made and not been read yet. */
    private static final class Piece extends ByteArrayOutputStream {

        private int read;

        boolean isEmpty() {
            return read == count;
        }

        int take(byte[] target, int offset, int length) {
            int taken = Math.min(length, count - read);
            System.arraycopy(buf, read, target, offset, taken);
            read += taken;
            return taken;
        }

        @Override
        public synchronized void reset() {
            super.reset();
            read = 0;
        }
    }
}
