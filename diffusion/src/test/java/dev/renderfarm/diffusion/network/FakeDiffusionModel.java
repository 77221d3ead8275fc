package dev.renderfarm.diffusion.network;

import dev.renderfarm.diffusion.sampling.LatentShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link DiffusionModel} whose velocity is the first token id of each caption, everywhere, and whose tiles are of one
 * value: their first latent.
 */
public final class FakeDiffusionModel implements DiffusionModel {

    public static final int SCALE = 8;

    public final List<Float> times = new ArrayList<>();
    public final List<Integer> encoded = new ArrayList<>();
    public float velocityScale = 1;
    public boolean blank;
    public boolean closed;
    public float[] decoded = {};
    public final List<String> decodings = new ArrayList<>();
    public final List<float[]> seen = new ArrayList<>();

    @Override
    public Caption encode(int[] tokenIds) {
        encoded.add(tokenIds[0]);
        return new Caption(1, ByteBuffer.allocate(4).putFloat(tokenIds[0]).array());
    }

    @Override
    public float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        times.add(time);
        seen.add(latents.clone());
        float[] velocity = new float[latents.length];
        for (int i = 0; i < velocity.length; i++) {
            Caption caption = captions.get(i / shape.size());
            velocity[i] = velocityScale * ByteBuffer.wrap(caption.values()).getFloat();
        }
        return velocity;
    }

    @Override
    public byte[] decode(float[] latents, LatentShape shape, int samples) {
        decodings.add(samples + " x " + shape.height() + "x" + shape.width());
        decoded = latents.clone();
        byte[] rgb = new byte[samples * shape.height() * shape.width() * SCALE * SCALE * COLOURS];
        for (int i = 0; i < rgb.length && !blank; i++) {
            rgb[i] = (byte) i;
        }
        return rgb;
    }

    @Override
    public float[] decodePixels(float[] latents, LatentShape shape) {
        decodings.add("tile " + shape.height() + "x" + shape.width());
        float[] pixels = new float[shape.height() * shape.width() * SCALE * SCALE * COLOURS];
        Arrays.fill(pixels, latents[0]);
        return pixels;
    }

    @Override
    public String device() {
        return "CPU:0";
    }

    @Override
    public void close() {
        closed = true;
    }
}
