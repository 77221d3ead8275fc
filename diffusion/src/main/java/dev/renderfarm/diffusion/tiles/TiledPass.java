package dev.renderfarm.diffusion.tiles;

import dev.renderfarm.diffusion.sampling.LatentShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A pass through decoder or encoder in tiles, as diffusers' {@code AutoencoderKL.enable_tiling} has it. Tiles lie in
 * rows from the upper left corner; each is faded over from the one above it and then from the one to its left, both as
 * they are after their own blending. What the network makes of a tile depends on nothing outside it, so the result
 * differs slightly from that of one pass.
 */
final class TiledPass {

    private final TileSize tile;
    private final int scale;
    private final int depth;

    /**
     * @param scale positions of the result per latent position, on each side
     * @param depth of the result
     */
    TiledPass(TileSize tile, int scale, int depth) {
        this.tile = tile;
        this.scale = scale;
        this.depth = depth;
    }

    /** @param shape of the whole picture's latents */
    Patch run(LatentShape shape, Pass pass) {
        Patch whole = Patch.blank(shape.height() * scale, shape.width() * scale, depth);
        List<Patch> above = List.of();
        for (int y = 0; y < shape.height(); y += tile.step()) {
            List<Patch> row = new ArrayList<>();
            for (int x = 0; x < shape.width(); x += tile.step()) {
                Patch made = make(pass, shape, y, x);
                if (!above.isEmpty()) {
                    made.blendFromAbove(above.get(row.size()), tile.overlap() * scale);
                }
                if (!row.isEmpty()) {
                    made.blendFromLeft(row.get(row.size() - 1), tile.overlap() * scale);
                }
                whole.paste(made, tile.step() * scale, y * scale, x * scale);
                row.add(made);
            }
            above = row;
        }
        return whole;
    }

    private Patch make(Pass pass, LatentShape shape, int top, int left) {
        LatentShape part = new LatentShape(
                Math.min(tile.latent(), shape.height() - top),
                Math.min(tile.latent(), shape.width() - left),
                shape.channels());
        return new Patch(part.height() * scale, part.width() * scale, depth, pass.make(top, left, part));
    }

    /** What a network makes of one tile. */
    @FunctionalInterface
    interface Pass {

        /**
         * @param top of the tile in the whole picture's latents
         * @param part shape of the tile's latents
         */
        float[] make(int top, int left, LatentShape part);
    }
}
