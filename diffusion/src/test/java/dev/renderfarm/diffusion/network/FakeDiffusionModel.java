package dev.renderfarm.diffusion.network;

import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link DiffusionModel} whose velocity is the first token id of each caption, everywhere, and whose tiles are of one
 * value: their first latent. The latents of a picture are its first byte, 0 to 1, those of a tile its first pixel.
 */
public final class FakeDiffusionModel implements DiffusionModel {

    public static final int SCALE = 8;
    /** Of every latent of an encoded picture. */
    public static final float DEVIATION = 0.5f;

    public final List<Float> times = new ArrayList<>();
    public final List<Integer> encoded = new ArrayList<>();
    public float velocityScale = 1;
    public boolean blank;
    public boolean closed;
    public float[] decoded = {};
    public final List<String> decodings = new ArrayList<>();
    public final List<String> encodings = new ArrayList<>();
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
    public LatentDistribution encodePictures(byte[] rgb, LatentShape shape, int samples) {
        encodings.add(samples + " x " + shape.height() + "x" + shape.width());
        int bytes = rgb.length / samples;
        float[] mean = new float[samples * shape.size()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = Byte.toUnsignedInt(rgb[i / shape.size() * bytes]) / 255f;
        }
        return new LatentDistribution(mean, filled(mean.length, DEVIATION));
    }

    @Override
    public float[] moments(float[] pixels, LatentShape shape) {
        encodings.add("tile " + shape.height() + "x" + shape.width());
        return filled(2 * shape.size(), pixels[0]);
    }

    @Override
    public LatentDistribution distribution(float[] moments, LatentShape shape) {
        float[] mean = new float[shape.size()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = moments[i / shape.channels() * 2 * shape.channels() + i % shape.channels()];
        }
        return new LatentDistribution(mean, filled(mean.length, DEVIATION));
    }

    @Override
    public String device() {
        return "CPU:0";
    }

    @Override
    public void close() {
        closed = true;
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }
}
