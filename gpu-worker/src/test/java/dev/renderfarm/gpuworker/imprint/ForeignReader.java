package dev.renderfarm.gpuworker.imprint;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a library that has no code of ours reads in a picture's file. */
public record ForeignReader(Metadata metadata) {

    private static final String IPTC = "Iptc4xmpExt:";
    /** What the user comment says it is written in. */
    private static final int MARK_BYTES = 8;

    public static ForeignReader of(byte[] file) throws IOException, ImageProcessingException {
        return new ForeignReader(ImageMetadataReader.readMetadata(new ByteArrayInputStream(file)));
    }

    /** A field of IPTC in the XMP. */
    public @Nullable String iptc(String field) {
        Map<String, String> properties =
                metadata.getFirstDirectoryOfType(XmpDirectory.class).getXmpProperties();
        return properties.get(IPTC + field);
    }

    /** The user comment of Exif, by the rule of the field: UTF-16 in the order of the block. */
    public String parameters() {
        byte[] comment = exif().getByteArray(ExifSubIFDDirectory.TAG_USER_COMMENT);
        return new String(comment, MARK_BYTES, comment.length - MARK_BYTES, StandardCharsets.UTF_16BE);
    }

    public Directory exif() {
        return metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    }

    /** Of all directories. */
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (Directory directory : metadata.getDirectories()) {
            directory.getErrors().forEach(errors::add);
        }
        return errors;
    }
}
