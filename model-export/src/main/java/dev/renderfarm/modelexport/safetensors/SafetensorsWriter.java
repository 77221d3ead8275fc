package dev.renderfarm.modelexport.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes all tensors of a source to one safetensors file, in the order of their names, piece by piece. */
public final class SafetensorsWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PIECE = 1 << 18;

    /**
     * Writes the file; one that is there is overwritten.
     *
     * @param type F32 or BF16 (rounded to nearest, ties to even)
     * @throws IllegalArgumentException for any other type
     */
    public static void write(Path file, TensorSource source, ElementType type) throws IOException {
        if (type != ElementType.F32 && type != ElementType.BF16) {
            throw new IllegalArgumentException("cannot write " + type + ", only F32 and BF16");
        }
        byte[] header = header(source, type);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(littleEndian(8).putLong(header.length).array());
            out.write(header);
            for (TensorInfo tensor : source.tensors().values()) {
                copy(source, tensor, type, out);
            }
        }
    }

    private static void copy(TensorSource source, TensorInfo tensor, ElementType type, OutputStream out)
            throws IOException {
        float[] piece = new float[PIECE];
        for (long first = 0; first < tensor.elements(); first += PIECE) {
            int length = (int) Math.min(PIECE, tensor.elements() - first);
            source.read(tensor.name(), first, piece, length);
            out.write(encode(piece, length, type));
        }
    }

    private static byte[] encode(float[] piece, int length, ElementType type) {
        ByteBuffer bytes = littleEndian(length * type.bytes());
        for (int i = 0; i < length; i++) {
            if (type == ElementType.F32) {
                bytes.putFloat(piece[i]);
            } else {
                bytes.putShort(FloatFormat.toBfloat16(piece[i]));
            }
        }
        return bytes.array();
    }

    private static byte[] header(TensorSource source, ElementType type) {
        ObjectNode header = MAPPER.createObjectNode();
        long begin = 0;
        for (TensorInfo tensor : source.tensors().values()) {
            TensorInfo written = new TensorInfo(tensor.name(), type, tensor.shape(), begin);
            ObjectNode node = header.putObject(tensor.name()).put("dtype", type.name());
            tensor.shape().forEach(node.withArray("shape")::add);
            node.putArray("data_offsets").add(begin).add(written.end());
            begin = written.end();
        }
        String json = header.toString();
        // padded with blanks to a multiple of 8, so that the tensors are aligned
        return (json + " ".repeat(-json.getBytes(StandardCharsets.UTF_8).length & 7)).getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private SafetensorsWriter() {}
}
