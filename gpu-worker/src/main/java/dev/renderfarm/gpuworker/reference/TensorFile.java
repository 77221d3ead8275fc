package dev.renderfarm.gpuworker.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Safetensors files of a few small tensors, which are held in memory as a whole. */
final class TensorFile {

    private static final int LENGTH_BYTES = 8;
    private static final long LIMIT = 1L << 30;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path path;
    private final byte[] bytes;
    private final JsonNode header;
    private final int dataStart;

    private TensorFile(Path path, byte[] bytes, JsonNode header, int dataStart) {
        this.path = path;
        this.bytes = bytes;
        this.header = header;
        this.dataStart = dataStart;
    }

    /** @throws IOException where the file is not there, is larger than 1 GiB, or has no such header */
    static TensorFile read(Path path) throws IOException {
        if (Files.size(path) > LIMIT) {
            throw new IOException(path + ": has more than " + LIMIT + " bytes");
        }
        byte[] bytes = Files.readAllBytes(path);
        long length = bytes.length < LENGTH_BYTES ? -1 : littleEndian(bytes).getLong();
        if (length < 2 || length > bytes.length - LENGTH_BYTES) {
            throw new IOException(path + ": is no safetensors file, or cut off");
        }
        JsonNode header = MAPPER.readTree(bytes, LENGTH_BYTES, (int) length);
        return new TensorFile(path, bytes, header, LENGTH_BYTES + (int) length);
    }

    /** @throws IOException where there is no such tensor, or it is not what its header says */
    Tensor floats(String name) throws IOException {
        JsonNode entry = header.path(name);
        if (!entry.isObject()) {
            throw new IOException(path + ": tensor " + name + " is missing");
        }
        String type = entry.path("dtype").asText();
        if (!type.equals(Tensor.Type.F32.name())) {
            throw new IOException(path + ": tensor " + name + " is of type " + type + ", expected F32");
        }
        List<Integer> shape = new ArrayList<>();
        entry.path("shape").forEach(size -> shape.add(size.asInt()));
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end < begin || end > bytes.length - dataStart) {
            throw new IOException(
                    path + ": tensor " + name + " is at bytes " + begin + " to " + end + ", which the file lacks");
        }
        try {
            return new Tensor(
                    Tensor.Type.F32, shape, Arrays.copyOfRange(bytes, dataStart + (int) begin, dataStart + (int) end));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(path + ": tensor " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes the file; one that is there is overwritten. */
    static void write(Path path, Map<String, Tensor> tensors) throws IOException {
        ObjectNode header = MAPPER.createObjectNode();
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode node =
                    header.putObject(entry.getKey()).put("dtype", tensor.type().name());
            ArrayNode shape = node.putArray("shape");
            tensor.shape().forEach(shape::add);
            node.putArray("data_offsets").add(begin).add(begin + tensor.values().length);
            begin += tensor.values().length;
        }
        byte[] json = padded(header.toString().getBytes(StandardCharsets.UTF_8));
        try (OutputStream out = Files.newOutputStream(path)) {
            out.write(littleEndian(new byte[LENGTH_BYTES]).putLong(json.length).array());
            out.write(json);
            for (Tensor tensor : tensors.values()) {
                out.write(tensor.values());
            }
        }
    }

    /** Blanks up to a multiple of 8, so that the tensors are aligned. */
    private static byte[] padded(byte[] json) {
        byte[] padded = Arrays.copyOf(json, (json.length + 7) & ~7);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
