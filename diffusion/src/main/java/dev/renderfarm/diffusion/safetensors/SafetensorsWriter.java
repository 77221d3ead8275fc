package dev.renderfarm.diffusion.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** Writes safetensors files. */
public final class SafetensorsWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PIECE = 1 << 18;

    /**
     * Writes all tensors of a source, in the order of their names, piece by piece; a file that is there is overwritten.
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

    /** The bytes of a small file, tensors in the order given. */
    public static byte[] encode(SortedMap<String, String> metadata, List<StoredTensor> tensors) {
        ObjectNode header = MAPPER.createObjectNode();
        ObjectNode texts = header.putObject(SafetensorsHeader.METADATA);
        metadata.forEach(texts::put);
        long begin = 0;
        for (StoredTensor tensor : tensors) {
            begin = describe(header, new TensorInfo(tensor.name(), tensor.type(), tensor.shape(), begin));
        }
        byte[] json = padded(header);
        ByteBuffer file = littleEndian(Math.toIntExact(8 + json.length + begin));
        file.putLong(json.length).put(json);
        tensors.forEach(tensor -> file.put(tensor.values()));
        return file.array();
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
            begin = describe(header, new TensorInfo(tensor.name(), type, tensor.shape(), begin));
        }
        return padded(header);
    }

    /** @return where the tensor ends */
    private static long describe(ObjectNode header, TensorInfo tensor) {
        ObjectNode node =
                header.putObject(tensor.name()).put("dtype", tensor.type().name());
        ArrayNode shape = node.putArray("shape");
        tensor.shape().forEach(shape::add);
        node.putArray("data_offsets").add(tensor.begin()).add(tensor.end());
        return tensor.end();
    }

    /** With blanks up to a multiple of 8, so that the tensors are aligned. */
    private static byte[] padded(ObjectNode header) {
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) & ~7);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private SafetensorsWriter() {}
}
