package dev.renderfarm.diffusion.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One safetensors file, read piece by piece. Large pieces are memory-mapped. Small ones are copied: a map lasts until
 * its buffer is collected as garbage, and a process may have only some ten thousand (Linux: {@code vm.max_map_count}).
 */
public final class SafetensorsFile implements TensorSource {

    private static final long LEAST_MAPPED = 1L << 20;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its header; reads no tensor.
     *
     * @throws SafetensorsException if there is no such file or its header is wrong
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new SafetensorsFile(file, channel, SafetensorsHeader.read(file, channel));
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new SafetensorsException(file, "cannot be read: " + e, e);
        } catch (SafetensorsException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /** What the file says of itself beside its tensors. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * A tensor's elements as they lie in the file, little-endian.
     *
     * @throws SafetensorsException if they are more than an array holds, or the file cannot be read
     * @throws NoSuchElementException if there is no such tensor
     */
    public byte[] bytes(String name) {
        TensorInfo tensor = tensor(name);
        if (tensor.bytes() > Integer.MAX_VALUE) {
            throw new SafetensorsException(file, "tensor " + name + " has " + tensor.bytes() + " bytes, too many");
        }
        byte[] bytes = new byte[(int) tensor.bytes()];
        try {
            content(header.dataStart() + tensor.begin(), bytes.length).get(bytes);
            return bytes;
        } catch (IOException | InternalError e) {
            throw new SafetensorsException(file, "tensor " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String origin(String name) {
        return file.toString();
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        TensorInfo tensor = tensor(name);
        if (!tensor.type().isFloat()) {
            throw new SafetensorsException(
                    file, "tensor " + name + " is of type " + tensor.type() + ", expected F32, BF16 or F16");
        }
        Objects.checkFromIndexSize(first, length, tensor.elements());
        int width = tensor.type().bytes();
        long position = header.dataStart() + tensor.begin() + first * width;
        try {
            FloatFormat.decode(tensor.type(), content(position, (long) length * width), target, length);
        } catch (IOException | InternalError e) {
            // an InternalError is how the Java platform reports that a mapped file has shrunk
            throw new SafetensorsException(file, "tensor " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private ByteBuffer content(long position, long bytes) throws IOException {
        return bytes < LEAST_MAPPED
                ? SafetensorsHeader.readFully(channel, position, (int) bytes)
                : channel.map(FileChannel.MapMode.READ_ONLY, position, bytes);
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception reason) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
