package dev.renderfarm.imaging.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.imaging.pixels.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that the reference pipeline and Pillow made: {@code golden/edit.safetensors}. */
public final class GoldenTensors {

    private static final int ALPHA = 4;

    private final byte[] file;
    private final JsonNode header;
    private final int data;

    public GoldenTensors() {
        try (InputStream in = GoldenTensors.class.getResourceAsStream("/golden/edit.safetensors")) {
            this.file = in.readAllBytes();
            int length =
                    (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
            this.header = new ObjectMapper().readTree(file, Long.BYTES, length);
            this.data = Long.BYTES + length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes(String name) {
        JsonNode offsets = header.path(name).path("data_offsets");
        return Arrays.copyOfRange(
                file, data + offsets.path(0).asInt(), data + offsets.path(1).asInt());
    }

    public float[] floats(String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[in.remaining() / Float.BYTES];
        in.asFloatBuffer().get(values);
        return values;
    }

    /** A tensor [H,W,3] or [H,W,4], or [H,W] as grey. */
    public Pixels pixels(String name) {
        JsonNode shape = header.path(name).path("shape");
        int height = shape.path(0).asInt();
        int width = shape.path(1).asInt();
        int channels = shape.path(2).asInt(1);
        byte[] bytes = bytes(name);
        byte[] rgb = new byte[width * height * Pixels.COLOURS];
        byte[] alpha = channels == ALPHA ? new byte[width * height] : null;
        for (int i = 0; i < width * height; i++) {
            for (int c = 0; c < Pixels.COLOURS; c++) {
                rgb[i * Pixels.COLOURS + c] = bytes[i * channels + Math.min(c, channels - 1)];
            }
            if (alpha != null) {
                alpha[i] = bytes[i * channels + Pixels.COLOURS];
            }
        }
        return new Pixels(width, height, rgb, alpha);
    }
}
