package dev.renderfarm.modelexport.safetensors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** Whole tensors of one of the golden files. */
public final class GoldenTensors implements AutoCloseable {

    private final Path path;
    private final SafetensorsFile file;

    public GoldenTensors(String name) {
        this.path = path(name);
        this.file = SafetensorsFile.open(path);
    }

    public static Path path(String name) {
        URL resource = java.util.Objects.requireNonNull(GoldenTensors.class.getResource("/golden/" + name), name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public float[] floats(String name) {
        long elements = file.tensor(name).elements();
        float[] values = new float[Math.toIntExact(elements)];
        file.read(name, 0, values, values.length);
        return values;
    }

    public List<Long> shape(String name) {
        return file.tensor(name).shape();
    }

    public int[] ints(String name) throws IOException {
        TensorInfo info = file.tensor(name);
        try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "r");
                FileChannel channel = raw.getChannel()) {
            long start = SafetensorsHeader.read(path, channel).dataStart() + info.begin();
            ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, start);
            int[] values = new int[(int) info.elements()];
            bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
            return values;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
