package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** Whole tensors of one of the golden files. */
public final class GoldenTensors implements AutoCloseable {

    private final SafetensorsFile file;

    public GoldenTensors(String name) {
        this.file = SafetensorsFile.open(path(name));
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

    public int[] ints(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(file.bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    public byte[] bytes(String name) {
        return file.bytes(name);
    }

    /** [channels, ...] → [..., channels]. */
    public float[] channelsLast(String name, int channels) {
        float[] values = floats(name);
        int positions = values.length / channels;
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % positions * channels + i / positions] = values[i];
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
