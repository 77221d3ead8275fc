package dev.renderfarm.diffusion.tiles;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.PixelBytes;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * {@link DiffusionModel} that decodes and encodes no more at once than fits into a tile: fewer pictures of a
 * micro-batch, or parts of a picture.
 */
public final class TilingModel implements DiffusionModel {

    private final DiffusionModel model;
    private final TileSize tile;

    public TilingModel(DiffusionModel model, TileSize tile) {
        this.model = model;
        this.tile = tile;
    }

    @Override
    public Caption encode(int[] tokenIds) {
        return model.encode(tokenIds);
    }

    @Override
    public float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        return model.denoise(latents, shape, time, captions);
    }

    @Override
    public byte[] decode(float[] latents, LatentShape shape, int samples) {
        int atOnce = atOnce(shape, samples);
        if (atOnce == samples) {
            return decodeGroup(latents, shape, samples);
        }
        ByteArrayOutputStream rgb = new ByteArrayOutputStream();
        for (int first = 0; first < samples; first += atOnce) {
            int count = Math.min(atOnce, samples - first);
            float[] group = Arrays.copyOfRange(latents, first * shape.size(), (first + count) * shape.size());
            rgb.writeBytes(decodeGroup(group, shape, count));
        }
        return rgb.toByteArray();
    }

    @Override
    public float[] decodePixels(float[] latents, LatentShape shape) {
        if (fits(shape)) {
            return model.decodePixels(latents, shape);
        }
        Patch whole = new Patch(shape.height(), shape.width(), shape.channels(), latents);
        return new TiledPass(tile, tile.scale(), COLOURS)
                .run(shape, (top, left, part) -> {
                    Patch cut = whole.cut(top, left, part.height(), part.width());
                    return model.decodePixels(cut.values(), part);
                })
                .values();
    }

    @Override
    public LatentDistribution encodePictures(byte[] rgb, LatentShape shape, int samples) {
        int atOnce = atOnce(shape, samples);
        if (atOnce == samples && fits(shape)) {
            return model.encodePictures(rgb, shape, samples);
        }
        int bytes = rgb.length / samples;
        float[] mean = new float[Math.multiplyExact(samples, shape.size())];
        float[] deviation = new float[mean.length];
        for (int first = 0; first < samples; first += atOnce) {
            int count = Math.min(atOnce, samples - first);
            LatentDistribution group =
                    encodeGroup(Arrays.copyOfRange(rgb, first * bytes, (first + count) * bytes), shape, count);
            System.arraycopy(group.mean(), 0, mean, first * shape.size(), count * shape.size());
            System.arraycopy(group.deviation(), 0, deviation, first * shape.size(), count * shape.size());
        }
        return new LatentDistribution(mean, deviation);
    }

    @Override
    public float[] moments(float[] pixels, LatentShape shape) {
        if (fits(shape)) {
            return model.moments(pixels, shape);
        }
        int scale = tile.scale();
        Patch whole = new Patch(shape.height() * scale, shape.width() * scale, COLOURS, pixels);
        return new TiledPass(tile, 1, 2 * shape.channels())
                .run(shape, (top, left, part) -> {
                    Patch cut = whole.cut(top * scale, left * scale, part.height() * scale, part.width() * scale);
                    return model.moments(cut.values(), part);
                })
                .values();
    }

    @Override
    public LatentDistribution distribution(float[] moments, LatentShape shape) {
        return model.distribution(moments, shape);
    }

    @Override
    public String device() {
        return model.device();
    }

    @Override
    public void close() {
        model.close();
    }

    private byte[] decodeGroup(float[] latents, LatentShape shape, int samples) {
        return fits(shape) ? model.decode(latents, shape, samples) : PixelBytes.bytes(decodePixels(latents, shape));
    }

    private LatentDistribution encodeGroup(byte[] rgb, LatentShape shape, int samples) {
        return fits(shape)
                ? model.encodePictures(rgb, shape, samples)
                : distribution(moments(PixelBytes.pixels(rgb), shape), shape);
    }

    /** A picture that does not fit comes alone. */
    private int atOnce(LatentShape shape, int samples) {
        long positions = (long) shape.height() * shape.width();
        return fits(shape) ? (int) Math.max(1, Math.min(samples, tile.pictures(positions))) : 1;
    }

    private boolean fits(LatentShape shape) {
        return shape.height() <= tile.latent() && shape.width() <= tile.latent();
    }
}
