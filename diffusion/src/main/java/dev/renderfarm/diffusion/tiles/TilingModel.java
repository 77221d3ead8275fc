package dev.renderfarm.diffusion.tiles;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * {@link DiffusionModel} that decodes no more at once than fits into a tile: fewer pictures of a micro-batch, or parts
 * of a picture.
 */
public final class TilingModel implements DiffusionModel {

    private final DiffusionModel model;
    private final TileSize tile;
    private final TiledDecoding tiles;

    public TilingModel(DiffusionModel model, TileSize tile) {
        this.model = model;
        this.tile = tile;
        this.tiles = new TiledDecoding(tile, model::decodePixels);
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
        int atOnce = (int) Math.max(1, Math.min(samples, tile.pictures((long) shape.height() * shape.width())));
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
        return fits(shape)
                ? model.decodePixels(latents, shape)
                : tiles.decode(latents, shape).values();
    }

    @Override
    public String device() {
        return model.device();
    }

    @Override
    public void close() {
        model.close();
    }

    /** A picture that does not fit comes alone, since it is larger than a tile in area or in length. */
    private byte[] decodeGroup(float[] latents, LatentShape shape, int samples) {
        if (fits(shape)) {
            return model.decode(latents, shape, samples);
        }
        ByteArrayOutputStream rgb = new ByteArrayOutputStream();
        for (int i = 0; i < samples; i++) {
            float[] one = Arrays.copyOfRange(latents, i * shape.size(), (i + 1) * shape.size());
            rgb.writeBytes(tiles.decode(one, shape).bytes());
        }
        return rgb.toByteArray();
    }

    private boolean fits(LatentShape shape) {
        return shape.height() <= tile.latent() && shape.width() <= tile.latent();
    }
}
