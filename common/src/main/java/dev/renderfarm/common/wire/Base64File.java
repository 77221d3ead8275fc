package dev.renderfarm.common.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on local disk whose content is a JSON string in base64. {@link Json#write} never has all of it in memory. */
@JsonSerialize(using = Base64File.Serializer.class)
public record Base64File(Path path) {

    private static final int UNKNOWN_LENGTH = -1;

    /** How many characters stand for so many bytes. */
    public static long charactersOf(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** In the standard alphabet, padded, on one line. */
    static final class Serializer extends StdScalarSerializer<Base64File> {
        Serializer() {
            super(Base64File.class);
        }

        @Override
        public void serialize(Base64File file, JsonGenerator json, SerializerProvider provider) throws IOException {
            try (InputStream content = Files.newInputStream(file.path())) {
                json.writeBinary(content, UNKNOWN_LENGTH);
            }
        }
    }
}
