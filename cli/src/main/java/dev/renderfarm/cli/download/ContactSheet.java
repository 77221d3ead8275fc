package dev.renderfarm.cli.download;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.pictures.SourceFiles;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Small copies of a batch's pictures in the order of its manifest, a hundred to a sheet: {@code contact-sheet.jpg},
 * {@code contact-sheet-2.jpg} and so on: no picture is called so on disk, {@link LocalNames} sees to that. One sheet and one small copy are in memory at a
 * time, however large the pictures are.
 */
public final class ContactSheet {

    private static final int COLUMNS = 10;
    private static final int A_SHEET = 10 * COLUMNS;
    private static final int SIDE = 128;
    private static final int GAP = 4;

    private final DownloadFolder folder;
    private final @Nullable BeforePictures before;
    private final int wide;

    private ContactSheet(DownloadFolder folder, @Nullable BeforePictures before) {
        this.folder = folder;
        this.before = before;
        this.wide = before == null ? 1 : 2;
    }

    /** Of a folder that {@link BatchDownload} has filled. */
    public static ContactSheet of(Path folder) {
        return new ContactSheet(new DownloadFolder(folder), null);
    }

    /** Of such a folder, fifty to a sheet, and to the left of each the picture that it began with, if that can be had. */
    public static ContactSheet beforeAndAfter(Path folder, SourceFiles sources) {
        DownloadFolder pictures = new DownloadFolder(folder);
        return new ContactSheet(pictures, new BeforePictures(pictures, sources, SIDE));
    }

    /**
     * Draws the pictures of the folder's manifest, and gives the sheets' files: none for no picture.
     *
     * @throws FarmException if one of them is not in the folder, or is no picture
     */
    public List<Path> draw() throws InterruptedException {
        Manifest manifest = new Manifest(folder.file(BatchFile.MANIFEST.fileName()));
        List<Path> sheets = new ArrayList<>();
        try (Stream<FinishedPicture> pictures = manifest.pictures()) {
            List<FinishedPicture> page = new ArrayList<>();
            for (Iterator<FinishedPicture> each = pictures.iterator(); each.hasNext(); ) {
                page.add(each.next());
                if (page.size() == A_SHEET / wide || !each.hasNext()) {
                    sheets.add(write(page, sheets.size() + 1));
                    page.clear();
                }
            }
        }
        return sheets;
    }

    private Path write(List<FinishedPicture> pictures, int number) throws InterruptedException {
        int columns = Math.min(COLUMNS / wide, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(extent(columns * wide), extent(rows), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < pictures.size(); i++) {
            FinishedPicture picture = pictures.get(i);
            int left = extent(i % columns * wide);
            int top = extent(i / columns);
            if (before != null) {
                BufferedImage source = before.of(picture);
                if (source != null) {
                    place(pen, source, left, top);
                }
                left += SIDE + GAP;
            }
            place(pen, smallCopy(picture.local()), left, top);
        }
        pen.dispose();
        Path file = folder.file(number == 1 ? "contact-sheet.jpg" : "contact-sheet-" + number + ".jpg");
        folder.put(file, part -> ImageIO.write(sheet, "jpg", part.toFile()));
        return file;
    }

    private static int extent(int pictures) {
        return GAP + pictures * (SIDE + GAP);
    }

    /** In the middle of its square, as large as fits. */
    private static void place(Graphics2D pen, BufferedImage picture, int left, int top) {
        double scale = (double) SIDE / Math.max(picture.getWidth(), picture.getHeight());
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        pen.drawImage(picture, left + (SIDE - width) / 2, top + (SIDE - height) / 2, width, height, null);
    }

    private static ImageReader reader(ImageFormat format) throws IOException {
        return switch (format) {
            case PNG, JPEG ->
                ImageIO.getImageReadersByMIMEType(format.contentType()).next();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
        };
    }

    /** Every so many pixels of a large picture: at least a square's worth, fewer than twice that. */
    private BufferedImage smallCopy(ImageFile image) {
        Path file = folder.file(image.toString());
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = reader(image.format());
            try {
                reader.setInput(in, true, true);
                int every = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / SIDE);
                ImageReadParam few = reader.getDefaultReadParam();
                few.setSourceSubsampling(every, every, 0, 0);
                return reader.read(0, few);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST,
                    file + " cannot be read for the contact sheet: " + e.getMessage() + "; run the download again");
        }
    }
}
