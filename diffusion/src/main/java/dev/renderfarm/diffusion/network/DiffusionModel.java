package dev.renderfarm.diffusion.network;

import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.util.List;

/**
 * The networks of a latent diffusion model. {@link #encode} is for one thread at a time, and all
 * else for one other. Arrays hold the samples of a micro-batch one after the other. Methods throw {@link RenderException} where the device fails.
 */
public interface DiffusionModel extends AutoCloseable {

    /** Values of one pixel: red, green, blue. */
    int COLOURS = 3;

    /** Encodes one prompt, given as its template or its windows make it. */
    Caption encode(int[] tokenIds);

    /**
     * Predicts where the samples move.
     *
     * @param latents [samples, height, width, channels]
     * @param time of the step as the model counts it: for Z-Image 0 (all noise) towards 1, else the training's time step
     * @param captions one per sample
     * @return what the model predicts, of the shape of the latents
     */
    float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions);

    /**
     * Turns latents into pictures.
     *
     * @param latents [samples, height, width, channels]
     * @return RGB bytes, [samples, height * scale, width * scale, 3]
     */
    byte[] decode(float[] latents, LatentShape shape, int samples);

    /**
     * Turns the latents of one picture or of a part of one into pixels that are not rounded yet.
     *
     * @param latents [height, width, channels]
     * @return about −1 to 1, [height * scale, width * scale, 3]
     */
    float[] decodePixels(float[] latents, LatentShape shape);

    /**
     * Turns pictures into what can be said of their latents. All pictures of a micro-batch at once: a model that holds
     * one network at a time loads anew for each call.
     *
     * @param rgb bytes, [samples, height * scale, width * scale, 3]
     * @param shape of one picture's latents
     * @throws RenderException also where the model has no network for it
     */
    LatentDistribution encodePictures(byte[] rgb, LatentShape shape, int samples);

    /**
     * The first part of encoding, of one picture or of a part of one; between the two, parts can be blended.
     *
     * @param pixels −1 to 1, [height * scale, width * scale, 3]
     * @return [height, width, 2 * channels]: means, then logarithms of variances, neither scaled nor shifted
     */
    float[] moments(float[] pixels, LatentShape shape);

    /**
     * The second part of encoding.
     *
     * @param moments of one picture, [height, width, 2 * channels]
     */
    LatentDistribution distribution(float[] moments, LatentShape shape);

    /** What it runs on, for example {@code GPU:0}. */
    String device();

    @Override
    void close();
}
