package dev.renderfarm.imaging.jpeg;

import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.DecoderUnavailableException;
import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.ExifTags;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.pixels.UprightRows;
import dev.renderfarm.imaging.stream.PartsInputStream;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * A JPEG file: baseline or progressive, grey, RGB, YCbCr, CMYK or YCCK. Its blocks are decoded by the reader that comes with
 * Java, which gets a file with nothing in it but them; all else is read here.
 */
public final class JpegSource implements EncodedPicture {

    private static final String READER = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";

    private final JpegSegments segments;

    private JpegSource(JpegSegments segments) {
        this.segments = segments;
    }

    public static boolean begins(byte[] file) {
        return file.length > 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8 && file[2] == (byte) 0xFF;
    }

    /**
     * @param file that {@link #begins}
     * @throws SourceRefusedException where its segments show that it cannot be read
     */
    public static JpegSource open(byte[] file) {
        return new JpegSource(new JpegSegments(file));
    }

    @Override
    public SourceFormat format() {
        return SourceFormat.JPEG;
    }

    @Override
    public int width() {
        return segments.frame().width();
    }

    @Override
    public int height() {
        return segments.frame().height();
    }

    @Override
    public boolean hasAlpha() {
        return false;
    }

    @Override
    public ExifTags exif() {
        return segments.exif();
    }

    @Override
    public boolean tellsColours() {
        return segments.hasProfile();
    }

    @Override
    public int decodingBytes() {
        return segments.frame().components() + Pixels.COLOURS;
    }

    @Override
    public Pixels decode() {
        JpegComponents components = JpegComponents.of(segments);
        SourceColours colours = SourceColours.of(components.count(), segments.profile());
        byte[] samples = samples(components.count());
        components.resolve(samples);
        UprightRows picture = new UprightRows(width(), height(), exif().orientation(), false);
        byte[] row = new byte[width() * components.count()];
        byte[] rgb = new byte[width() * Pixels.COLOURS];
        for (int y = 0; y < height(); y++) {
            System.arraycopy(samples, y * row.length, row, 0, row.length);
            colours.toSrgb(row, width(), rgb);
            picture.colours(rgb, y, 0, 1);
        }
        return picture.pixels();
    }

    private byte[] samples(int components) {
        ImageReader reader = reader();
        Warnings warnings = new Warnings();
        try (PartsInputStream in = new PartsInputStream(segments.plainFile())) {
            reader.addIIOReadWarningListener(warnings);
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            warnings.refuseIfAny();
            byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
            if (samples.length != Math.multiplyExact(width() * height(), components)) {
                throw damaged("other pixels than its header tells of");
            }
            return samples;
        } catch (IOException e) {
            throw damaged("pixels that cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    /** The one by its name: no other plug-in is ever asked. */
    private static ImageReader reader() {
        try {
            Object provider = IIORegistry.getDefaultInstance().getServiceProviderByClass(Class.forName(READER));
            if (provider instanceof ImageReaderSpi spi) {
                return spi.createReaderInstance(null);
            }
            throw new DecoderUnavailableException(SourceFormat.JPEG, new ClassNotFoundException(READER));
        } catch (ClassNotFoundException | IOException e) {
            throw new DecoderUnavailableException(SourceFormat.JPEG, e);
        }
    }

    static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the JPEG has " + what);
    }
}
