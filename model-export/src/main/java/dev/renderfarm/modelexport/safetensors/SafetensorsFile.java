package dev.renderfarm.modelexport.safetensors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;

/** One safetensors file, memory-mapped piece by piece. */
public final class SafetensorsFile implements TensorSource {

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
            channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart() + tensor.begin(), bytes.length)
                    .get(bytes);
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
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, position, (long) length * width);
            FloatFormat.decode(tensor.type(), mapped, target, length);
        } catch (IOException | InternalError e) {
            // an InternalError is how the Java platform reports that a mapped file has shrunk
            throw new SafetensorsException(file, "tensor " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel, Exception reason) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
