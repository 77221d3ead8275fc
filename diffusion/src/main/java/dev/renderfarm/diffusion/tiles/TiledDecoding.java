package dev.renderfarm.diffusion.tiles;

import dev.renderfarm.diffusion.sampling.LatentShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoding in tiles as diffusers' {@code AutoencoderKL.enable_tiling} has it. Tiles lie in rows from the upper left
 * corner; each is faded over from the one above it and then from the one to its left, both as they are after their own
 * blending. What the decoder makes of a tile depends on nothing outside it, so the picture differs slightly from one
 * decoded as a whole.
 */
final class TiledDecoding {

    private final TileSize tile;
    private final PixelDecoder decoder;

    TiledDecoding(TileSize tile, PixelDecoder decoder) {
        this.tile = tile;
        this.decoder = decoder;
    }

    /** @param latents of one picture, [height, width, channels] */
    Pixels decode(float[] latents, LatentShape shape) {
        Pixels picture = Pixels.blank(shape.height() * tile.scale(), shape.width() * tile.scale());
        List<Pixels> above = List.of();
        for (int y = 0; y < shape.height(); y += tile.step()) {
            List<Pixels> row = new ArrayList<>();
            for (int x = 0; x < shape.width(); x += tile.step()) {
                Pixels pixels = decodeTile(latents, shape, y, x);
                if (!above.isEmpty()) {
                    pixels.blendFromAbove(above.get(row.size()), tile.overlap());
                }
                if (!row.isEmpty()) {
                    pixels.blendFromLeft(row.get(row.size() - 1), tile.overlap());
                }
                picture.paste(pixels, tile.kept(), y * tile.scale(), x * tile.scale());
                row.add(pixels);
            }
            above = row;
        }
        return picture;
    }

    private Pixels decodeTile(float[] latents, LatentShape shape, int top, int left) {
        LatentShape part = new LatentShape(
                Math.min(tile.latent(), shape.height() - top),
                Math.min(tile.latent(), shape.width() - left),
                shape.channels());
        float[] cut = new float[part.size()];
        int length = part.width() * part.channels();
        for (int y = 0; y < part.height(); y++) {
            int from = ((top + y) * shape.width() + left) * shape.channels();
            System.arraycopy(latents, from, cut, y * length, length);
        }
        return new Pixels(part.height() * tile.scale(), part.width() * tile.scale(), decoder.decodePixels(cut, part));
    }

    /** Decodes one picture or tile in one go, to pixels of about −1 to 1. */
    @FunctionalInterface
    interface PixelDecoder {

        float[] decodePixels(float[] latents, LatentShape shape);
    }
}
