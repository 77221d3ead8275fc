package dev.renderfarm.diffusion.sampling;

import java.util.List;

/**
 * Latents of a micro-batch on their way from noise to pictures.
 *
 * @param values [samples, height, width, channels]. Not copied: sampling changes them in place
 * @param known empty where nothing is known beforehand, else one for each sample
 */
public record LatentSamples(LatentShape shape, float[] values, List<KnownRegion> known) {

    public LatentSamples {
        known = List.copyOf(known);
        int count = values.length / shape.size();
        if (count == 0 || values.length % shape.size() != 0) {
            throw new IllegalArgumentException(values.length + " values cannot be samples of " + shape);
        }
        if (!known.isEmpty() && known.size() != count) {
            throw new IllegalArgumentException(count + " samples cannot have " + known.size() + " known regions");
        }
        for (KnownRegion region : known) {
            if (region.latents().length != shape.size()
                    || region.mask().height() != shape.height()
                    || region.mask().width() != shape.width()) {
                throw new IllegalArgumentException("a known region is not of the shape " + shape);
            }
        }
    }

    /** Of which nothing is known beforehand. */
    public static LatentSamples of(LatentShape shape, float[] noise) {
        return new LatentSamples(shape, noise, List.of());
    }

    /** Pictures at a noise level, of which what is kept stays known. */
    public static LatentSamples of(LatentShape shape, List<KnownRegion> pictures, NoiseLevel level) {
        float[] values = new float[Math.multiplyExact(pictures.size(), shape.size())];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).at(level), 0, values, i * shape.size(), shape.size());
        }
        return new LatentSamples(shape, values, pictures);
    }

    /** How many there are. */
    public int count() {
        return values.length / shape.size();
    }

    /** Overwrites what is known, as it is at this noise level. */
    public void putBackKnown(NoiseLevel level) {
        for (int i = 0; i < known.size(); i++) {
            known.get(i).putBack(values, i * shape.size(), level);
        }
    }
}
