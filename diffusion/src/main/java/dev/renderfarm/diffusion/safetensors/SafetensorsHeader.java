package dev.renderfarm.diffusion.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The header of a safetensors file: 8 bytes little-endian length, then JSON
 * {@code {name: {dtype, shape, data_offsets}}}. Everything in it is taken as hostile: it must describe the rest of the
 * file exactly, without holes, overlaps or a byte too many.
 *
 * @param tensors by name
 * @param metadata what the file says of itself beside the tensors; empty where it says nothing
 * @param dataStart where the tensors' bytes start in the file
 */
record SafetensorsHeader(SortedMap<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

    static final String METADATA = "__metadata__";
    private static final int LENGTH_BYTES = 8;
    /** Far more than any model needs; keeps a forged length from filling the memory. */
    private static final long LIMIT = 16L << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build());

    SafetensorsHeader {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        metadata = Map.copyOf(metadata);
    }

    /** Reads and checks the header of an open file. */
    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new SafetensorsException(file, "no safetensors file: it has only " + size + " bytes");
        }
        long length = readFully(channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > size - LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    "the header claims " + Long.toUnsignedString(length) + " bytes, the file has " + size
                            + ": it is no safetensors file, or cut off");
        }
        if (length > LIMIT) {
            throw new SafetensorsException(
                    file, "the header claims " + length + " bytes, more than the limit of " + LIMIT);
        }
        long dataStart = LENGTH_BYTES + length;
        byte[] json = readFully(channel, LENGTH_BYTES, (int) length).array();
        JsonNode header = object(file, json);
        return new SafetensorsHeader(tensors(file, header, size - dataStart), metadata(header), dataStart);
    }

    private static Map<String, String> metadata(JsonNode header) {
        Map<String, String> metadata = new TreeMap<>();
        header.path(METADATA)
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }

    private static SortedMap<String, TensorInfo> tensors(Path file, JsonNode header, long dataBytes) {
        SortedMap<String, TensorInfo> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue()));
            }
        }
        requireExactCover(file, tensors.values().stream().toList(), dataBytes);
        return tensors;
    }

    private static JsonNode object(Path file, byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonNode header = MAPPER.readTree(parser);
            if (header == null || !header.isObject()) {
                throw new SafetensorsException(file, "the header is no JSON object");
            }
            return header;
        } catch (IOException e) {
            throw new SafetensorsException(file, "the header is no JSON: " + e.getMessage(), e);
        }
    }

    private static TensorInfo tensor(Path file, String name, JsonNode node) {
        String typeName = node.path("dtype").asText();
        ElementType type = ElementType.named(typeName)
                .orElseThrow(() -> wrong(file, name, "has the unknown dtype \"" + typeName + "\""));
        List<Long> shape = longs(file, name, node.path("shape"), "shape");
        List<Long> offsets = longs(file, name, node.path("data_offsets"), "data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw wrong(file, name, "needs data_offsets [begin, end], found " + offsets);
        }
        TensorInfo info = info(file, name, type, shape, offsets.get(0));
        long claimed = offsets.get(1) - offsets.get(0);
        if (claimed != info.bytes()) {
            throw wrong(
                    file,
                    name,
                    "of " + type + shape + " needs " + info.bytes() + " bytes, its data_offsets hold " + claimed);
        }
        return info;
    }

    private static TensorInfo info(Path file, String name, ElementType type, List<Long> shape, long begin) {
        try {
            return new TensorInfo(name, type, shape, begin);
        } catch (ArithmeticException e) {
            throw wrong(file, name, "has the impossible shape " + shape);
        }
    }

    private static List<Long> longs(Path file, String name, JsonNode array, String field) {
        if (!array.isArray()) {
            throw wrong(file, name, "has no array " + field);
        }
        List<Long> values = new ArrayList<>(array.size());
        for (JsonNode value : array) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw wrong(file, name, "has " + field + " with " + value + ", expected whole numbers from 0");
            }
            values.add(value.longValue());
        }
        return values;
    }

    private static void requireExactCover(Path file, List<TensorInfo> tensors, long dataBytes) {
        long end = 0;
        TensorInfo before = null;
        for (TensorInfo tensor : tensors.stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end))
                .toList()) {
            if (tensor.begin() < end && before != null) {
                throw wrong(file, tensor.name(), "overlaps " + before.name());
            }
            if (tensor.begin() > end) {
                throw wrong(file, tensor.name(), "starts at byte " + tensor.begin() + ", expected " + end);
            }
            if (tensor.end() > dataBytes) {
                throw wrong(
                        file,
                        tensor.name(),
                        "ends at byte " + tensor.end() + ", the file holds only " + dataBytes + ": it is cut off");
            }
            end = tensor.end();
            before = tensor;
        }
        if (end != dataBytes) {
            throw new SafetensorsException(
                    file, "the tensors end at byte " + end + ", the file goes on to " + dataBytes);
        }
    }

    private static SafetensorsException wrong(Path file, String tensor, String problem) {
        return new SafetensorsException(file, "tensor " + tensor + " " + problem);
    }

    /** @throws IOException also if the file ends before that */
    static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file was cut off while it was read");
            }
        }
        return buffer.flip();
    }
}
